// Talks to the server in JSON. A refusal is thrown as a Refusal; where no answer
// came the error is a TypeError, as fetch throws it.
import { desk } from "./parts.js";

export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "");
    this.status = status;
    this.code = problem.code ?? "";
    this.places = problem.errors ?? [];
  }

  /** What is wrong and where, in one line. */
  get words() {
    const places = this.places.map(({ name, message }) => [name, message].filter(Boolean).join(": "));
    return [this.message, ...places].join(" ");
  }

  /** The server could not, rather than would not: asking again may help. */
  get passing() {
    return this.status >= 500 || this.status === 408 || this.status === 429;
  }
}

export async function ask(path, body, options = {}) {
  const response = await fetch(`${desk}${path}`, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
    signal: AbortSignal.timeout?.(30000), ...options,
  }).catch((error) => {
    if (error.name === "TimeoutError" || error.name === "AbortError") throw new TypeError(error.message);
    throw error;
  });
  const text = await response.text();
  let answer = {};
  try {
    answer = JSON.parse(text);
  } catch {
    if (response.ok) throw new TypeError("no answer of ours"); // a portal of the network, a proxy
  }
  if (!response.ok) throw new Refusal(response.status, answer);
  return answer;
}
