// Talks to the server. A refusal is thrown as a Refusal; where no answer of ours
// came the error is a TypeError, as fetch throws it.
export class Refusal extends Error {
  constructor(status, problem) {
    const places = (problem.errors ?? []).map(({ name, message }) => [name, message].filter(Boolean).join(": "));
    super([problem.detail ?? "", ...places].join(" ").trim());
    this.status = status;
    this.code = problem.code ?? "";
  }

  /** The session is over. */
  get ended() {
    return this.status === 401;
  }

  /** The server could not, rather than would not: asking again may help. */
  get passing() {
    return this.status >= 500 || this.status === 408 || this.status === 429;
  }
}

const patience = 60_000;

/** GET, or POST where there is a body. */
export async function ask(url, body) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const response = await fetch(url, { ...options, cache: "no-store", signal: AbortSignal.timeout?.(patience) }).catch((error) => {
    throw error instanceof TypeError ? error : new TypeError(error.message);
  });
  const text = await response.text().catch((error) => { throw new TypeError(error.message); });
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    if (response.ok) throw new TypeError("no answer of ours"); // a portal of the network, a proxy
    answer = {};
  }
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}
