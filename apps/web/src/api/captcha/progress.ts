import type { Language } from '@raqam/shared/languages';

const texts: Readonly<Record<Language, string>> = {
  uz: 'Robot emasligingiz tekshirilmoqda…',
  'uz-Cyrl': 'Робот эмаслигингиз текширилмоқда…',
  ru: 'Проверяем, что вы не робот…',
  en: 'Checking that you’re not a robot…',
};

/** Sooner nobody needs to be told. */
const SHOWN_AFTER_MS = 300;

/** Over the page, so that nothing in it moves. No style attribute: the Content-Security-Policy allows none. */
const style: Partial<CSSStyleDeclaration> = {
  position: 'fixed',
  insetInline: '0',
  bottom: 'var(--rq-space-4)',
  zIndex: '10',
  display: 'grid',
  justifyItems: 'center',
  gap: 'var(--rq-space-2)',
  width: 'fit-content',
  maxWidth: 'calc(100% - 2 * var(--rq-space-4))',
  margin: '0 auto',
  padding: 'var(--rq-space-3) var(--rq-space-4)',
  border: '1px solid var(--rq-line-strong)',
  borderRadius: 'var(--rq-radius-small)',
  background: 'var(--rq-surface)',
  color: 'var(--rq-ink)',
};

/** Says below the page that the check goes on. A screen reader says it when it has time. */
export function showProgress(language: Language) {
  const box = document.createElement('div');
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  status.lang = language;
  box.append(status);
  box.hidden = true;
  // An open dialog covers all else
  (document.querySelector('dialog[open]') ?? document.querySelector('.rq') ?? document.body).append(box);

  const show = () => {
    box.hidden = false;
    Object.assign(box.style, style);
    status.textContent = texts[language];
  };
  const timer = setTimeout(show, SHOWN_AFTER_MS);

  return {
    /** A place for what a service shows. */
    openPlace(): HTMLElement {
      show();
      const place = document.createElement('div');
      box.append(place);
      return place;
    },
    close(): void {
      clearTimeout(timer);
      box.remove();
    },
  };
}
