import type { Language } from '@raqam/shared/languages';

/** Content-Security-Policy of the pages. */
export const PAGE_POLICY = "frame-ancestors 'none'";

/** A page for people in the middle of a sign-in, outside the site. `content` is HTML. */
export function renderPage(language: Language, title: string, content: string): string {
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 20vh auto 0; padding: 0 1rem }
h1 { font-size: 1.25rem }
button { font: inherit; padding: 0.5rem 1.5rem; min-height: 2.75rem }
</style>
<main><h1>${title}</h1>${content}</main>
</html>
`;
}

/** A text as HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
