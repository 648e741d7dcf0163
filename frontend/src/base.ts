// Loaded by every page: finds the islands and loads their code, so that other pages carry none of it.

const islands: Record<string, (root: HTMLElement) => Promise<void>> = {
  ballot: async (root) => (await import("./ballot/island.ts")).start(root),
  "secret-ballot": async (root) => (await import("./ballot/secret.ts")).start(root),
  receipt: async (root) => (await import("./receipt/island.ts")).start(root),
  verify: async (root) => (await import("./verify/island.ts")).start(root),
};

for (const root of document.querySelectorAll<HTMLElement>("[data-island]")) {
  void islands[root.dataset["island"] ?? ""]?.(root);
}
