// A first look at what the household is, by the rules that came with the package.
// The server decides; this is what the reviewer sees without network.
import { say } from "../../js/page.js";

const number = (text) => (/^\d{1,4}$/.test(text ?? "") ? +text : NaN);
const indicators = 12;

/** {class, b2, reasons} by the standard; class "" where the points are missing. */
export function preview(standard, sheet) {
  let b2 = 0, lacking = 0;
  for (let n = 1; n <= indicators; n++) {
    if (!sheet[`t${n}`]) continue;
    lacking++;
    b2 += standard.points[n - 1];
  }
  const b1 = number(sheet.b1);
  if (Number.isNaN(b1)) return { class: "", b1: null, b2, reasons: [] };
  const within = b1 <= standard.b1_max;
  const name = !within ? "not_poor" : b2 >= standard.b2_poor ? "poor" : "near_poor";
  const area = standard.urban ? say("thành thị", "urban") : say("nông thôn", "rural");
  const reasons = [within
    ? say(`Điểm B1 là ${b1}, không quá ${standard.b1_max} (khu vực ${area}): thu nhập trong mức chuẩn nghèo.`, `B1 is ${b1}, not above ${standard.b1_max} (${area}): the income is within the standard.`)
    : say(`Điểm B1 là ${b1}, trên ${standard.b1_max} (khu vực ${area}): thu nhập vượt mức chuẩn nghèo.`, `B1 is ${b1}, above ${standard.b1_max} (${area}): the income is above the standard.`)];
  if (name === "poor") reasons.push(say(`Thiếu hụt ${lacking} chỉ số, B2 là ${b2}, từ ${standard.b2_poor} trở lên: hộ nghèo.`, `Deprived in ${lacking} indicators, B2 is ${b2}, at least ${standard.b2_poor}: poor.`));
  if (name === "near_poor") reasons.push(say(`Thiếu hụt ${lacking} chỉ số, B2 là ${b2}, dưới ${standard.b2_poor}: hộ cận nghèo.`, `Deprived in ${lacking} indicators, B2 is ${b2}, below ${standard.b2_poor}: near-poor.`));
  return { class: name, b1, b2, reasons };
}

const birth = /^(?:(\d{1,2})\/(\d{1,2})\/)?(\d{4})$/;

function born(text, today) {
  const found = birth.exec(text ?? "");
  if (!found) return false;
  const [day, month, year] = [+(found[1] ?? 1), +(found[2] ?? 1), +found[3]];
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date <= today && year > today.getFullYear() - 131;
}

/** What is wrong with a sheet, field by field, as far as the device can tell. */
export function faults(standard, sheet, today = new Date()) {
  const found = {};
  const persons = Object.keys(sheet).flatMap((name) => /^m\.([\w-]+)\.order$/.exec(name)?.[1] ?? []);
  const staying = persons.filter((id) => !sheet[`m.${id}.end`]);
  const b1 = number(sheet.b1);
  if (Number.isNaN(b1) || b1 > 1000) found.b1 = say("Điểm B1 phải là số nguyên từ 0 đến 1000.", "B1 must be a whole number from 0 to 1000.");
  const outcome = preview(standard, sheet).class;
  if (sheet.average && outcome && outcome !== "not_poor") found.average = say("Hộ nghèo, cận nghèo không phải hộ có mức sống trung bình: bỏ đánh dấu.", "A poor or near-poor household has no average living standard: clear it.");
  for (const id of persons) {
    if (!sheet[`m.${id}.name`]) found[`m.${id}.name`] = say("Ghi họ tên.", "Give the name.");
    if (!born(sheet[`m.${id}.birth`], today)) found[`m.${id}.birth`] = say("Ngày sinh ghi như 05/02/1984, hoặc chỉ năm 1984; không sau hôm nay, không quá 130 năm trước.", "Write the birth as 05/02/1984, or the year 1984 alone; not after today and not more than 130 years ago.");
  }
  const gone = /^(left|merged|died)$/.test(sheet.movement ?? "");
  const heads = staying.filter((id) => sheet[`m.${id}.relation`] === "head");
  if (!gone && heads.length !== 1 && persons.length) {
    const where = `m.${heads[1] ?? staying[0] ?? persons[0]}.relation`;
    found[where] = say("Hộ phải có đúng một chủ hộ.", "A household has exactly one head.");
  }
  return found;
}
