import { element } from '../dom.js';
import { initial } from '../message-view.js';

/** The line at the top of a phone that says whose it is. */
export function createOwnerView() {
  const name = element('strong', {});
  const details = element('span', {});
  const avatar = element('span', { className: 'avatar', 'aria-hidden': 'true' });
  const root = element(
    'header',
    { className: 'owner' },
    avatar,
    element('div', { className: 'owner-text' }, name, details),
  );
  return {
    root,
    show({ first_name, phone, language_code, telegram_id }) {
      name.textContent = first_name;
      details.textContent = `${phone} · ${language_code} · id ${telegram_id}`;
      avatar.textContent = initial(first_name);
    },
  };
}
