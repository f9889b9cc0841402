/** Focuses the first element that takes the focus: hidden ones do not. */
export function focusFirst(elements: Iterable<HTMLElement> = []): void {
  for (const element of elements) {
    element.focus();
    if (document.activeElement === element) return;
  }
}
