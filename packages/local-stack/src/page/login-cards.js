/** The texts of the card, by the language of the person's app. */
const TEXTS = {
  en: {
    title: (site) => `Log in to ${site}?`,
    share: (phone) => `Share ${phone}`,
    login: 'Log in',
    cancel: 'Cancel',
  },
  ru: {
    title: (site) => `Войти на ${site}?`,
    share: (phone) => `Передать номер ${phone}`,
    login: 'Войти',
    cancel: 'Отмена',
  },
  uz: {
    title: (site) => `${site} saytiga kirasizmi?`,
    share: (phone) => `${phone} raqamini berish`,
    login: 'Kirish',
    cancel: 'Bekor qilish',
  },
};

/** The cards of Telegram Login on one phone: a site in a browser asks this person to log in. */
export function extendPhone({ person, guarded, onNews }, { element, pickTexts, request, post }) {
  const cards = element('div', { className: 'login-cards', 'aria-live': 'polite' });
  const path = () => `/handset/users/${person().telegram_id}/logins`;

  async function refresh() {
    const logins = await request(path());
    if (logins.length > cards.children.length) onNews();
    cards.replaceChildren(...logins.map(cardView));
  }

  function cardView({ id, site, asks_phone }) {
    const { language_code, phone } = person();
    const { lang, title, share, login, cancel } = pickTexts(TEXTS, language_code);
    const shared = element('input', { type: 'checkbox', checked: true });
    const decide = (accept) => guarded(() => post(`${path()}/${id}`, { accept, share_phone: shared.checked }));
    return element(
      'section',
      { className: 'login-card', lang, 'aria-label': 'Telegram Login' },
      element('strong', {}, title(site)),
      asks_phone && element('label', {}, shared, ' ', share(phone)),
      element(
        'div',
        { className: 'login-card-buttons' },
        element('button', { className: 'button', type: 'button', onclick: () => decide(true) }, login),
        element('button', { className: 'button quiet', type: 'button', onclick: () => decide(false) }, cancel),
      ),
    );
  }

  return {
    cards,
    refresh,
    async onEvent(event) {
      if (event.type === 'login' && event.telegram_id === person().telegram_id) await refresh();
    },
  };
}
