// What people drop on the page: told apart by what is in it.

import { parseVerifierKey } from "../record/note.ts";
import { parsePolicy } from "../record/policy.ts";
import type { Request } from "./messages.ts";
import { isReceipt, notesIn } from "./papers.ts";

const largestText = 262_144; // bytes of a receipt, a sheet, a key, a policy

export interface Dropped {
  request: Request;
  unknown: string[]; // names of files that are nothing of this
}

const isTar = async (file: Blob) => (await file.slice(257, 262).text()) === "ustar";

/** Of a folder that was chosen: paths without the folder's own name. */
const pathOf = (file: File) => file.webkitRelativePath.split("/").slice(1).join("/");

function takeText(dropped: Dropped, name: string, content: string): void {
  const { request } = dropped;
  if (isReceipt(content) || notesIn(content).length > 0) request.papers.push({ name, text: content });
  else if (parseVerifierKey(content.trim())) request.key = content.trim();
  else if (parsePolicy(content)) request.policy = content;
  else dropped.unknown.push(name);
}

/** `pasted`: text from a sheet. `folder`: the files of a folder that is a bundle. */
export async function sortFiles(files: File[], folder: File[], pasted: { name: string; text: string }): Promise<Dropped> {
  const dropped: Dropped = { request: { papers: [] }, unknown: [] };
  if (folder.length > 0) dropped.request.files = folder.map((file) => [pathOf(file), file]);
  for (const file of files) {
    if (await isTar(file)) dropped.request.tar = file;
    else if (file.size <= largestText) takeText(dropped, file.name, await file.text());
    else dropped.unknown.push(file.name);
  }
  if (pasted.text.trim() !== "") takeText(dropped, pasted.name, `${pasted.text.trim()}\n`);
  return dropped;
}
