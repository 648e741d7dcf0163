// Hostile visitors at both houses: markup in every text, the hard texts of Unicode, forms sent from elsewhere, bodies of the wrong kind.
//   node hostile.mjs COUNTER REGISTRAR COUNTER-FOLDER REGISTRAR-FOLDER TRUSTEE
// The folders are the houses' own, with the example's letter-codes.txt and one-time links; TRUSTEE: the program radslag-trustee.
// Prints "ok - name" and "not ok - name: why"; exits 1 if any failed.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { forgeries } from "./forged_forms.mjs";
import { csvFault, markupFault, payload, payloadText, escaped } from "./markup.mjs";
import { outcome, result, test } from "./outcome.mjs";
import { checkpoint } from "./record.mjs";
import { Officer, Resident, ask, Browser, formTo, formType, forms, urlencoded } from "./resident.mjs";
import { hardTexts } from "./texts.mjs";

const [counter, registrar, counterFolder, registrarFolder, trustee] = process.argv.slice(2);
const houses = { counter, registrar };
const codes = readFileSync(`${registrarFolder}/letter-codes.txt`, "utf8").split("\n").filter((line) => /^[A-Z0-9-]+$/.test(line));
const staffLinks = readFileSync(`${counterFolder}/staff-links.txt`, "utf8").split("\n");
const officer = await new Officer(counter).accept(staffLinks[staffLinks.findIndex((line) => line.includes(", officer:*, ")) + 1].trim());
const resident = await new Resident(houses).signIn(codes[8]);
const visitor = new Browser(counter), guest = new Browser(registrar);

/** Every answer that a test looks at: no 5xx, and no text of a visitor's as markup. */
const looked = { pages: 0, withPayload: 0, faults: [] };
function look(where, answer) {
  looked.pages += 1;
  if (answer.text.includes("7741")) looked.withPayload += 1;
  const fault = answer.status === 0 || answer.status >= 500 ? `status ${answer.status}` : markupFault(answer);
  if (fault) looked.faults.push(`${where}: ${fault}`);
  return answer;
}
async function lookedAt(name, least, act) {
  await test(name, async () => {
    const { pages, withPayload } = looked, known = looked.faults.length;
    await act();
    const fresh = looked.faults.slice(known);
    if (fresh.length) return fresh.slice(0, 5).join("; ");
    return looked.withPayload - withPayload >= least ? "" : `only ${looked.withPayload - withPayload} of ${looked.pages - pages} pages show the text`;
  });
}

await test("these tests find markup where there is some", () => {
  const headers = { "content-type": "text/html; charset=utf-8", "x-content-type-options": "nosniff", "content-security-policy": "default-src 'self'" };
  const harmless = ['<p title="onclick=7741">&lt;script&gt;alert(7741)</p>', '<a href="/x?7741">javascript:7741</a>'];
  const harmful = [payload, payloadText, "<p onclick=7741>", '<a href="javascript:7741">', "<a href=' vbscript:7741'>", "<svg/onload=alert(7741)>", "<!-- 7741 -->", "<script>7741</script>", '<p title="a"onclick="7741">'];
  const missed = harmful.filter((text) => !markupFault({ status: 200, headers, text })).concat(harmless.filter((text) => markupFault({ status: 200, headers, text })));
  if (!csvFault("", "a,=1\r\n") || !csvFault("", 'a\r\n"@x"\r\n') || csvFault("", "a,'=1,-5\r\n")) missed.push("a formula");
  return missed.join("; ");
});

// Markup in what a resident writes, from the first form until it is public.
const writing = { title: payload, text: payloadText, board: "samhallsbyggnad", area: "", estimate: "" };
let matter = "", sealedPath = "";
await lookedAt("markup in a raised text is text on every step", 6, async () => {
  for (const step of ["title", "write", "preview", "check"]) look(step, await visitor.post("/initiatives/new", { do: step, ...writing }));
  const checked = await visitor.post("/initiatives/new", { do: "check", ...writing });
  const form = formTo(checked.text, "/attest");
  if (!form) throw new Error(`no form to the registrar: status ${checked.status} ${checked.text.replace(/<[^>]*>/g, " ").slice(-1500)}`);
  const begun = await resident.ask("/attest", { method: "POST", headers: { "Content-Type": formType, Origin: counter, "Sec-Fetch-Site": "same-site" }, body: urlencoded(form.fields) });
  look("registrar, signed in", await resident.ask(begun.headers.location));
  look("registrar, not signed in", await guest.ask(begun.headers.location));
  const attested = await resident.consent(begun.headers.location);
  look("consent again", await resident.send(begun.headers.location, begun.headers.location));
  const carried = await resident.carry(attested);
  if (carried.status !== 303) throw new Error(`not raised: status ${carried.status}`);
  look("receipt", await visitor.ask(carried.headers.location));
  matter = form.fields.find(([field]) => field === "matter")[1];
  sealedPath = `/initiatives/${matter}?${carried.headers.location.split("?")[1]}`;
  look("by its link", await visitor.ask(sealedPath));
  look("the same as JSON", await visitor.ask(sealedPath.replace("?", ".json?")));
  look("inbox", await officer.ask("/staff/initiatives"));
  look("at the desk", await officer.ask(`/staff/initiatives/${matter}`));
});
await test("a sealed text is for who has its link", async () => {
  for (const path of [`/initiatives/${matter}`, `/initiatives/${matter}.json`, `/initiatives/${matter}?key=${"0".repeat(32)}`, "/initiatives", "/initiatives.json", "/initiatives.csv", "/initiatives?words=7741"]) {
    const answer = await visitor.ask(path);
    if (path.includes("words") ? answer.text.includes("onerror") : answer.text.includes("7741")) return `it stands at ${path}`;
  }
  return "";
});

await lookedAt("markup in an officer's form is text, also in the draft", 4, async () => {
  const path = `/staff/initiatives/${matter}/open`;
  const fields = { level: "dialogue" };
  for (const name of ["can_be_influenced", "are_we_open", "do_we_need_values", "will_people_learn", "influence"]) fields[name] = payload;
  look("the form", await officer.ask(path));
  look("with a fault", await officer.send(path, path, { ...fields, level: payload }));
  const drafted = await officer.send(path, path, fields);
  const act = drafted.headers.location;
  if (!act) throw new Error(`not drafted: status ${drafted.status} ${drafted.text.replace(/<[^>]*>/g, " ").slice(0, 1500)}`);
  look("the draft's page", await officer.ask(act));
  look("the list of drafts", await officer.ask("/staff/acts"));
  const file = `${counterFolder}/opening.draft`;
  writeFileSync(file, look("the draft's file", await officer.ask(`${act}/draft`)).text);
  const keys = ["handlaggare-dialog", "handlaggare-bygd"].map((name) => `${counterFolder}/officers/${name}.key`);
  const seals = keys.map((key) => execFileSync(trustee, ["sign", file, "--key", key, "--yes"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n").findLast((line) => line.startsWith("signed ")));
  look("seals that are none", await officer.send(act, "/seals", { seals: payload }));
  for (const seal of seals) look("a seal", await officer.send(act, "/seals", { seals: seal }));
  const handed = await officer.send(act, "/hand-in");
  if (handed.status !== 303) throw new Error(`not handed in: status ${handed.status}`);
  look("the act done", await officer.ask(act));
});

await lookedAt("markup in a shown name is text", 3, async () => {
  for (const [place, name] of [`<img src=x onerror=alert(7741)>`, `=7741+<script>7741</script>`].entries()) {
    const signer = await new Resident(houses).signIn(codes[9 + place]);
    look("name with a fault", await signer.send(`/attest/sign.${matter}`, `/attest/sign.${matter}`, { name: `${payload} ${"7741".repeat(40)}` }));
    let attested = "";
    for (let turn = 0; turn < 40 && !attested; ++turn) {
      attested = await signer.carrier("sign", matter, { name }).catch(() => "");
      if (!attested) await new Promise((done) => setTimeout(done, 250));
    }
    if ((await signer.carry(attested)).status !== 303) throw new Error("not signed with a name");
  }
  look("the initiative", await visitor.ask(`/initiatives/${matter}`));
});

await lookedAt("markup in a proposed project is text on every step", 7, async () => {
  const path = "/calls/vattentornet/propose", project = { ...writing, board: "", estimate: "1 250,50" };
  for (const step of ["title", "write", "preview", "check"]) look(step, await visitor.post(path, { do: step, ...project }));
  look("an estimate that is none", await visitor.post(path, { do: "check", ...project, estimate: payload }));
  const form = formTo((await visitor.post(path, { do: "check", ...project })).text, "/attest");
  const begun = await resident.post("/attest", form.fields, { Origin: counter, "Sec-Fetch-Site": "same-site" });
  look("registrar", await resident.ask(begun.headers.location));
  const carried = await resident.carry(await resident.consent(begun.headers.location));
  if (carried.status !== 303) throw new Error(`not proposed: status ${carried.status} ${carried.text.replace(/<[^>]*>/g, " ").slice(0, 800)}`);
  look("receipt", await visitor.ask(carried.headers.location));
  const id = form.fields.find(([field]) => field === "matter")[1];
  const key = carried.headers.location.split("?")[1];
  look("by its link", await visitor.ask(`/proposals/${id}?${key}`));
  look("as JSON", await visitor.ask(`/proposals/${id}.json?${key}`));
  for (const page of ["/staff/calls", "/staff/calls/vattentornet", `/staff/proposals/${id}`, `/staff/proposals/${id}/feasible`, `/staff/proposals/${id}/decline`]) look(page, await officer.ask(page));
  for (const page of [`/proposals/${id}`, "/calls/vattentornet", "/calls/vattentornet/proposals.csv"]) {
    if ((await visitor.ask(page)).text.includes("onerror")) throw new Error(`a sealed text stands at ${page}`);
  }
});

// Every address with markup in every part.
const parameters = ["words", "phase", "board", "area", "order", "page", "status", "level", "theme", "from", "log", "index", "key", "outcome", "lang", "to", "purpose", "matter", "errand"];
const pages = { [counter]: ["/", "/dialogues", "/initiatives", "/initiatives.csv", "/initiatives/new", "/record", "/record/entries", "/record/entry", "/record/receipt", "/receipts/0", "/calls/vattentornet", "/calls/vattentornet/propose", "/rounds/medborgarbudget", "/staff/sign-in", "/nothing"], [registrar]: ["/", "/attest", "/sign-in", "/sign-in/sent", "/participation", "/staff/sign-in", "/accessibility", "/nothing"] };
await lookedAt("markup in every query parameter is text or refused", 1, async () => {
  for (const [site, paths] of Object.entries(pages)) {
    for (const path of paths) {
      for (const parameter of parameters) {
        for (const ending of ["", ".json"]) look(`${path}${ending}?${parameter}`, await ask(`${site}${path}${ending}?${urlencoded({ [parameter]: payload })}`));
      }
    }
  }
});
await lookedAt("markup in a path is text or refused", 0, async () => {
  const part = encodeURIComponent(payload);
  const below = { [counter]: ["/dialogues/", "/initiatives/", "/calls/", "/proposals/", "/rounds/", "/receipts/", "/pictures/", "/log/", "/staff/acts/", "/staff/invitation/", "/"], [registrar]: ["/attest/", "/sign-in/mail/", "/contact/", "/unsubscribe/", "/staff/papers/", "/staff/invitation/", "/"] };
  for (const [site, paths] of Object.entries(below)) for (const path of paths) for (const ending of ["", ".json", ".csv"]) look(path, await ask(`${site}${path}${part}${ending}`));
});
await lookedAt("markup in a header is text or left out", 0, async () => {
  for (const site of [counter, registrar]) for (const name of ["Accept-Language", "User-Agent", "Referer", "Accept", "Cookie", "X-Forwarded-Host", "X-Forwarded-For"]) look(name, await ask(`${site}/`, { headers: { [name]: payload } }));
});
await lookedAt("markup in the fields of signing in comes back as text", 3, async () => {
  look("code", await guest.post("/sign-in/code", { code: payload, errand: payload }));
  look("address", await guest.post("/sign-in/mail", { address: payload, errand: payload }));
  look("contact", await resident.send("/participation", "/participation/contact", { address: payload }));
  for (const browser of [visitor, guest]) look("staff", await browser.post("/staff/sign-in", { mail: payload, passphrase: payload, code: payload, to: payload }));
  look("consent", await resident.send(`/attest/sign.${matter}`, `/attest/sign.${matter}`, { mail: "yes", address: payload }));
  look("carrier", await ask(`${counter}/attested`, { method: "POST", headers: { "Content-Type": formType, Origin: registrar }, body: urlencoded({ attested: payload }) }));
});

// All that is public, and all that the officer can see, followed from page to page.
const found = { csv: [] };
async function crawl(browser, start, most) {
  const waiting = [...start], seen = new Set(waiting);
  for (let at = 0; at < waiting.length && at < most; ++at) {
    const answer = look(waiting[at], await browser.ask(waiting[at]));
    if (/^text\/csv/.test(answer.headers["content-type"])) found.csv.push([waiting[at], answer.text]);
    if (!/^text\/html/.test(answer.headers["content-type"])) continue;
    for (const [, link] of answer.text.matchAll(/href="(\/[^"#]*)/g)) {
      const path = link.replaceAll("&amp;", "&");
      if (!seen.has(path) && !path.startsWith("/static/") && !path.includes("bundle.tar")) waiting.push(path);
      seen.add(path);
    }
  }
}
await lookedAt("on every page that leads on from the front, markup is text", 10, async () => {
  await crawl(visitor, [`/initiatives/${matter}`, `/initiatives/${matter}.json`, "/initiatives?order=newest", "/initiatives.json", "/initiatives.csv", `/initiatives/${matter}/timeline.csv`, "/calls/vattentornet/proposals.csv", "/initiatives?words=7741", "/record/entries", "/"], 500);
});
await lookedAt("on every page of the desk, markup is text", 3, () => crawl(officer, ["/staff", "/staff/initiatives", `/staff/initiatives/${matter}`, "/staff/acts"], 150));
await lookedAt("on every page of the registrar, markup is text", 1, () => crawl(resident, ["/", "/participation", `/attest/sign.${matter}`, `/attest/withdraw.${matter}`], 100));
await test("CSV exports quote formulas", () => {
  const faults = found.csv.map(([path, text]) => csvFault(path, text)).filter(Boolean);
  if (faults.length) return faults.slice(0, 3).join("; ");
  return found.csv.some(([, text]) => text.includes(`'=7741`)) ? "" : `no formula in ${found.csv.length} exports`;
});

// Texts that are hard to show.
for (const [name, bytes, notText] of hardTexts) {
  const taken = notText ? [400, 422] : [200, 422];
  await test(`${name}, in a title, a text, and a name`, async () => {
    const fields = (values) => Object.entries(values).map(([field, value]) => `${field}=${escaped(value)}`).join("&");
    const text = Buffer.concat([Buffer.from("Vi behöver en lekplats vid torget, "), bytes, Buffer.from(" tack på förhand.")]);
    const title = Buffer.concat([Buffer.from("En lekplats "), bytes]);
    const head = { "Content-Type": formType, Origin: counter, "Sec-Fetch-Site": "same-origin" };
    for (const values of [{ title, text: "Vi behöver en lekplats vid torget, tack." }, { title: "En lekplats vid torget", text }]) {
      const answer = look(name, await visitor.ask("/initiatives/new", { method: "POST", headers: head, body: fields({ do: "check", board: "samhallsbyggnad", area: "", ...values }) }));
      if (!taken.includes(answer.status) && !(answer.status === 413 && bytes.length > 50_000)) return `status ${answer.status}`;
      const left = answer.status === 200 && /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u{e0001}]/u.exec(answer.text);
      if (left) return `U+${left[0].codePointAt(0).toString(16)} is left`;
    }
    const path = `/attest/sign.${matter}`;
    const form = formTo((await resident.ask(path)).text, path);
    const csrf = form.fields.find(([field]) => field === "csrf")[1];
    const named = look(name, await resident.ask(path, { method: "POST", headers: { ...head, Origin: registrar }, body: fields({ csrf, name: Buffer.concat([Buffer.from("Åsa "), bytes]) }) }));
    return taken.includes(named.status) || (named.status === 413 && bytes.length > 300) ? "" : `a name: status ${named.status}`;
  });
}

// Forms from elsewhere, and bodies of the wrong kind.
const acts = async () => forms((await officer.ask("/staff/acts")).text).length + (await officer.ask("/staff/acts")).text.split("/staff/acts/").length;
const rest = async () => [await checkpoint(counter, "town"), await acts(), (await resident.ask("/participation")).status, (await resident.ask("/participation")).text.replace(/name="csrf" value="[^"]*"/g, "")].join();
const targets = [
  { browser: visitor, site: counter, path: "/initiatives/new", fields: { do: "title", ...writing } },
  { browser: visitor, site: counter, path: "/calls/vattentornet/propose", fields: { do: "title", ...writing } },
  { browser: visitor, site: counter, path: "/staff/sign-in", fields: { mail: "a@b.example", passphrase: "x", code: "1", to: "" } },
  { browser: visitor, site: counter, path: "/attested", fields: { attested: "AAAA" }, fromOther: true },
  { browser: visitor, site: counter, path: "/attested/batch", fields: { attested: "AAAA" }, fromOther: true },
  { browser: officer, site: counter, path: "/staff/dialogues/new", page: "/staff/dialogues/new", fields: {}, session: true },
  { browser: officer, site: counter, path: "/staff/sign-out", page: "/staff", fields: {}, session: true },
  { browser: guest, site: registrar, path: "/sign-in/code", fields: { code: "AAAA", errand: "" } },
  { browser: guest, site: registrar, path: "/sign-in/mail", fields: { address: "a@b.example", errand: "" } },
  { browser: resident, site: registrar, path: `/attest/withdraw.${matter}`, page: `/attest/withdraw.${matter}`, fields: {}, session: true },
  { browser: resident, site: registrar, path: "/participation/contact", page: "/participation", fields: { address: "a@b.example" }, session: true },
  { browser: resident, site: registrar, path: "/sign-out", page: "/participation", fields: {}, session: true },
  { browser: guest, site: registrar, path: "/attest", fields: { purpose: "sign", matter }, fromOther: true },
];
for (const target of targets) {
  const other = target.site === counter ? registrar : counter;
  await test(`${target.site === counter ? "counter" : "registrar"} ${target.path.replace(matter, "ID")}: forms from elsewhere and of another kind are refused`, async () => {
    const before = await rest();
    const faults = [];
    for (const { name, statuses, headers, body } of await forgeries(target, other)) {
      const answer = look(name, await target.browser.ask(target.path, { site: target.site, method: "POST", headers, body }));
      if (!statuses.includes(answer.status)) faults.push(`${name}: status ${answer.status}`);
    }
    if (before !== (await rest())) faults.push("something has changed");
    return faults.slice(0, 6).join("; ");
  });
}
outcome("no page of all these had markup of a visitor's, and none failed", looked.faults.slice(0, 3).join("; ") || (looked.pages > 500 ? "" : `only ${looked.pages} pages`));
console.log(`# ${looked.pages} answers looked at, ${looked.withPayload} with the text`);
process.exit(result());
