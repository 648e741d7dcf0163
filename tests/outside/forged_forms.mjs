// A form as it would come from another site, without its token, or as something that is no form.
import { gzipSync } from "node:zlib";
import { formTo, formType, urlencoded } from "./resident.mjs";

/** [{ name, statuses, headers, body }] for a target of hostile.mjs; `other` is the other house. */
export async function forgeries({ browser, site, path, page, fields, session, fromOther }, other) {
  const token = session ? Object.fromEntries(formTo((await browser.ask(page)).text, path)?.fields ?? []) : {};
  if (session && !token.csrf) throw new Error(`no form to ${path} at ${page}`);
  const good = urlencoded({ ...token, ...fields });
  const own = { "Content-Type": formType, Origin: site, "Sec-Fetch-Site": "same-origin" };
  const all = [];
  const add = (name, headers, { body = good, statuses = [400, 403] } = {}) => all.push({ name, statuses, headers: { ...own, ...headers }, body });

  const from = [
    ["from another site", { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" }],
    ["from another site, whose browser says no more", { Origin: "https://evil.example", "Sec-Fetch-Site": undefined }],
    ["from a site with a like name", { Origin: `${site}.evil.example`, "Sec-Fetch-Site": "cross-site" }],
    ["from another port", { Origin: "http://localhost:1", "Sec-Fetch-Site": "same-site" }],
    ["from the other scheme", { Origin: site.replace("http:", "https:"), "Sec-Fetch-Site": "cross-site" }],
    ["from two origins", { Origin: `${site} https://evil.example`, "Sec-Fetch-Site": undefined }],
  ];
  const unsaid = [
    ["from the other house", { Origin: other, "Sec-Fetch-Site": "same-site" }],
    ["from a frame without origin", { Origin: "null", "Sec-Fetch-Site": "cross-site" }],
    ["without a word where from", { Origin: undefined, "Sec-Fetch-Site": undefined }],
    ["from elsewhere, with our origin", { "Sec-Fetch-Site": "cross-site" }],
    ["from a neighbour, with our origin", { "Sec-Fetch-Site": "same-site" }],
    ["with a referrer alone", { Origin: undefined, "Sec-Fetch-Site": undefined, Referer: `${site}/` }],
  ];
  for (const [name, headers] of from) add(name, headers, { statuses: [403] });
  if (!fromOther) for (const [name, headers] of unsaid) add(name, headers, { statuses: [403] });
  if (session) {
    add("without its token", {}, { body: urlencoded(fields) });
    add("with an empty token", {}, { body: urlencoded({ ...token, ...fields, csrf: "" }) });
    add("with another token", {}, { body: urlencoded({ ...token, ...fields, csrf: [...token.csrf].reverse().join("") }) });
    add("with its token twice", {}, { body: `${good}&csrf=${token.csrf}` });
    add("with its token cut short", {}, { body: urlencoded({ ...token, ...fields, csrf: token.csrf.slice(0, -1) }) });
  }

  const kinds = [400, 403, 411, 413, 415];
  for (const type of ["text/plain", "application/json", "application/xml", "multipart/form-data", "multipart/form-data; boundary=x", `${formType}; charset=utf-7`, `${formType}x`, "", undefined]) {
    add(`of the type ${type}`, { "Content-Type": type }, { statuses: kinds });
  }
  add("in parts without an end", { "Content-Type": "multipart/form-data; boundary=x" }, { body: '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\na', statuses: kinds });
  add("compressed", { "Content-Encoding": "gzip" }, { body: gzipSync(good), statuses: [400, 415] });
  add("in another encoding", { "Content-Encoding": "br" }, { statuses: [400, 415] });
  add("with a malformed escape", {}, { body: `${good}&x=%zz`, statuses: kinds });
  add("with a field of its own", {}, { body: `${good}&admin=1`, statuses: kinds });
  add("with nine hundred fields more", {}, { body: `${good}${"&a=1".repeat(900)}`, statuses: kinds });
  // Refused for what it says that it is, so that no byte more needs to be read.
  add("of two megabytes", { "Content-Length": 2 << 20, Connection: "close" }, { statuses: [413] });
  return all;
}
