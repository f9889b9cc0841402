/** A ref that moves the focus to an element once it is there. The same function every time, so that it does so once. */
export function focus(element: HTMLElement | null): void {
  element?.focus();
}
