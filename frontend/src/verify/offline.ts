// The verifier as a page saved to disk: the workers' script comes inside, and the page's policy lets it reach no network.

import { find } from "../dom.ts";
import { start } from "./island.ts";

declare const WORKER_SCRIPT: string;

start(find(document, "[data-verifier]"), WORKER_SCRIPT);
