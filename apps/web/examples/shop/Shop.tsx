import { LoginModal, SignupPage, useAuth } from '@raqam/web';
import { useState } from 'react';

/** A shop with its own styles that asks for an account only at checkout. */
export function Shop() {
  const auth = useAuth();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <header className="header">
        <h1>Лавка</h1>
        {auth.status === 'signed-in' ? (
          <button type="button" onClick={() => void auth.logout()}>
            {`Выйти (${auth.user.phone})`}
          </button>
        ) : (
          <button type="button" onClick={() => setAsking(true)}>
            Купить
          </button>
        )}
      </header>
      {auth.status === 'signed-in' ? <p className="card">Спасибо за покупку!</p> : <SignupPage className="lavka" />}
      {asking && <LoginModal way="sms" className="lavka" onClose={() => setAsking(false)} />}
    </>
  );
}
