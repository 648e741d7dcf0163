// Finding the parts of a page that an island works with. A part that is missing is a fault in the template: say so at once.

export function find<T extends HTMLElement = HTMLElement>(root: ParentNode, selector: string): T {
  const element = root.querySelector<T>(selector);
  if (!element) throw new Error(`the page has no ${selector}`);
  return element;
}

export function setting(root: HTMLElement, name: string): string {
  const value = root.dataset[name];
  if (value === undefined) throw new Error(`the page has no data for ${name}`);
  return value;
}

export function show(element: HTMLElement, visible: boolean): void {
  element.hidden = !visible;
}
