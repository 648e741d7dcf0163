// Where a record is read from.

import type { Bytes } from "../record/bytes.ts";
import { Refusal } from "./finding.ts";
import { readTar, TarFile } from "./ustar.ts";

export interface Source {
  /** Undefined for a file that is not there. */
  read(path: string): Promise<Bytes | undefined>;
  /** All files; undefined where they cannot be listed. */
  list(): string[] | undefined;
  /** Whether it can grow while it is read. */
  readonly live: boolean;
  /** Whether it may have been written in steps: what it had at earlier sizes is then there too. */
  readonly grows: boolean;
}

/** Errors: a Refusal where the file is no bundle. */
export async function openTar(file: Blob): Promise<Source> {
  const members = await readTar(file);
  if (!members) throw new Refusal("not_a_bundle");
  const tar = new TarFile(file, members);
  return { live: false, grows: false, read: (path) => tar.read(path), list: () => [...members.keys()] };
}

/** Files by their paths in a bundle. */
export function openFiles(files: Map<string, Blob>): Source {
  return {
    live: false,
    grows: true,
    read: async (path) => {
      const file = files.get(path);
      return file && new Uint8Array(await file.arrayBuffer());
    },
    list: () => [...files.keys()],
  };
}

/** A site's record, at the address of its `/log`. Throws where the site does not answer. */
export function openSite(address: string): Source {
  return {
    live: true,
    grows: true,
    list: () => undefined,
    read: async (path) => {
      const answer = await fetch(`${address}/${path}`, { cache: path.includes("/tile/") ? "default" : "no-store", credentials: "omit" });
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
  };
}
