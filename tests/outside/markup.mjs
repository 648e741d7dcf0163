// Markup that a visitor may send, and whether an answer shows any of it as more than text.
export const payload = `=7741 "><img src=x onerror=alert(7741)></title>'{{t}}<script>7741</script>`;
export const payloadText = [
  `<script>alert(7741)</script> <img src=x onerror=alert(7741)> <svg/onload=alert(7741)> <a href="javascript:alert(7741)">a</a> och mer text.`,
  "[en länk](javascript:alert(7741)) [en till](  JaVaScRiPt:alert(7741)) [data](data:text/html,<script>7741</script>) ![bild](x\"onerror=alert(7741))",
  "<javascript:alert(7741)> [ref]: javascript:alert(7741) \"onclick=7741",
  "```\"><script>alert(7741)</script>\n</code></pre><script>7741</script>\n```",
  "<div onmouseover=alert(7741) style=position:fixed>7741</div> <!-- 7741 --> <iframe src=//7741.example></iframe> {{{t}}} </textarea><script>7741</script>",
  "| a | b |\n|---|---|\n| <b onclick=alert(7741)>7741</b> | [x](vbscript:7741) |",
  "=7741+cmd|' /C calc'!A0",
].join("\n\n");

const tag = /<(?:!--|[a-z/!?])(?:[^>"']|"[^"]*"|'[^']*')*>/gi;

/** What is wrong with an answer; empty for nothing. */
export function markupFault({ headers, text, status }) {
  const type = headers["content-type"] ?? "";
  if (text === "" || status === 303) return headers.location && !/^\/(?![/\\])/.test(headers.location) ? `leads to ${headers.location}` : "";
  if (headers["x-content-type-options"] !== "nosniff") return "no nosniff";
  if (!type.startsWith("text/html")) return /^(application\/(problem\+)?json|text\/csv|text\/plain|application\/octet-stream|image\/|application\/x-tar)/.test(type) ? "" : `is of type "${type}"`;
  const policy = headers["content-security-policy"] ?? "";
  if (!policy || /unsafe-inline|unsafe-eval|script-src[^;]*\*/.test(policy)) return `has the policy "${policy}"`;
  for (const [one] of text.matchAll(tag)) {
    if (/^<(script|img|svg|iframe|div|style|object|!--)/i.test(one) && one.includes("7741")) return `the markup ${one.slice(0, 80)}`;
    if (/[\s"'/]on\w+\s*=/i.test(one.replace(/"[^"]*"|'[^']*'/g, '""'))) return `a handler in ${one.slice(0, 80)}`;
    if (/\s(href|src|action|formaction)\s*=\s*["']?\s*(javascript|vbscript|data:text)/i.test(one)) return `an address in ${one.slice(0, 80)}`;
  }
  return /<script[^>]*>[^<]*7741/i.test(text) ? "a script" : "";
}

/** Cells of a CSV file that a spreadsheet takes for a formula. */
export function csvFault(path, text) {
  const cells = text.replace(/^\ufeff/, "").match(/"(?:[^"]|"")*"|[^,\r\n]+/g) ?? [];
  const bad = cells.map((cell) => cell.replace(/^"|"$/g, "")).find((cell) => /^[=+@\t\r＝＋－＠]/.test(cell) || /^-(?![\d.]*$)./.test(cell));
  return bad === undefined ? "" : `${path}: ${bad.slice(0, 60)}`;
}

/** Bytes or a text, every byte escaped that need not stand for itself. */
export const escaped = (value) => [...Buffer.from(value)].map((byte) => (/[a-zA-Z0-9]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`)).join("");
