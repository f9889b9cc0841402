import { test } from 'vitest';
import { fieldsOf, signInitData } from '../support/mini-app.ts';
import { expectError, useApi } from '../support/test-api.ts';

const api = useApi();

test('without TELEGRAM_BOT_ID there is no Mini App', async () => {
  const init_data = signInitData(fieldsOf({ id: 1001 }));
  expectError(await api.post('/api/v1/auth/telegram/mini-app/', { init_data }), 404, 'not_found');
});
