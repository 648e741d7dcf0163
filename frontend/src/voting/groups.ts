// The one list of groups.

import { ed25519 } from "./ed25519.ts";
import { belenios2048, rfc3526_2048 } from "./field_group.ts";
import type { Group } from "./group.ts";

export const groups: readonly Group[] = [ed25519, belenios2048, rfc3526_2048];

export const groupNamed = (name: string): Group | undefined => groups.find((group) => group.name === name);
