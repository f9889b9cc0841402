import { RaqamProvider, type Texts } from '@raqam/web';
import { ru } from '@raqam/web/texts/ru';
import { createRoot } from 'react-dom/client';
import { Shop } from './Shop.tsx';
import '@raqam/web/styles.css';
import './shop.css';

const texts: Texts = {
  language: 'ru',
  messages: { ...ru, signUp: { ...ru.signUp, title: 'Станьте покупателем' } },
};

const root = document.getElementById('shop');
if (root)
  createRoot(root).render(
    <RaqamProvider apiBaseUrl={import.meta.env['VITE_API_BASE_URL']} botUsername="raqam_bot" texts={texts}>
      <Shop />
    </RaqamProvider>,
  );
