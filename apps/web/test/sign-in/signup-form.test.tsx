import { uz as uzApi } from '@raqam/shared/messages/uz';
import { groupTypedPhone } from '@raqam/shared/phone';
import phoneVectors from '@raqam/shared/phone-vectors.json' with { type: 'json' };
import { act, screen, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { en } from '../../src/messages/en.ts';
import { ru } from '../../src/messages/ru.ts';
import { uz } from '../../src/messages/uz.ts';
import { descriptionOf } from '../support/description-of.ts';
import { type Answer, errorAnswer, type FakeApi, startFakeApi } from '../support/fake-api.ts';
import { type OpenPage, openPage, openTelegram } from '../support/open-page.tsx';

const REGISTER = '/api/v1/auth/register/telegram/';
let api: FakeApi;

beforeAll(async () => {
  api = await startFakeApi();
});
beforeEach(() => {
  api.requests.length = 0;
});
afterAll(() => api.stop());

// A line break can't be in an <input>: the browser drops it before the page sees the value.
const typed = phoneVectors.filter(({ input, source }) => source !== 'contact' && !input.includes('\n'));

describe('the phone vectors', () => {
  test.for(typed.filter(({ phone }) => phone))('$input, typed behind the preset, is sent as $phone', async (vector) => {
    const page = await openTelegram(api);
    await page.enter(vector.input, '042137');
    await screen.findByRole('heading', { name: uz.account.titleNew });
    expect(api.requests).toMatchObject([{ path: REGISTER, body: { phone: vector.phone, code: '042137' } }]);
  });

  // Contacts and messengers add invisible characters. The API refuses them, the field removes them.
  test.for(typed.filter(({ input }) => /\p{Cf}/u.test(input)))(
    '$input is pasted without what nobody sees',
    async (vector) => {
      const page = await openTelegram(api);
      await page.user.click(page.phone());
      await page.user.paste(vector.input);
      expect(page.phone()).toHaveProperty('value', '+998 90 123 45 67');
    },
  );

  test.for(typed.filter(({ input, reason }) => reason && !/\p{Cf}/u.test(input)))(
    '$input is refused: $reason',
    async ({ input, reason }) => {
      const page = await openTelegram(api);
      await page.user.clear(page.phone());
      await page.user.paste(input);
      await page.user.type(page.code(), '042137');
      await page.user.click(page.submit());
      const fields: Readonly<Record<string, string>> = uzApi.fields;
      expect(screen.getByRole('alert').textContent).toBe(fields[`phone_${reason}`]);
      expect(page.phone()).toHaveProperty('value', groupTypedPhone(input));
      expect(document.activeElement).toBe(page.phone());
      expect(api.requests).toEqual([]);
    },
  );
});

describe('the phone field', () => {
  const valueAfter = async (act: (page: OpenPage, input: HTMLInputElement) => Promise<void>) => {
    const page = await openTelegram(api);
    const input = page.phone() as HTMLInputElement; // of type tel
    await act(page, input);
    const { value, selectionStart } = input;
    return `${value.slice(0, selectionStart ?? 0)}|${value.slice(selectionStart ?? 0)}`;
  };

  test('begins with the country code, and groups the digits typed behind it', async () => {
    expect(await valueAfter((page, input) => page.user.type(input, '901234567'))).toBe('+998 90 123 45 67|');
  });

  test('a number of another country takes the place of the preset', async () => {
    expect(await valueAfter((page, input) => page.user.type(input, '+7 912 345-67-89'))).toBe('+7 912 345-67-89|');
  });

  test('digits typed after a tap before the preset still go behind it', async () => {
    const after = await valueAfter((page, input) =>
      page.user.type(input, '9', { initialSelectionStart: 0, initialSelectionEnd: 0 }),
    );
    expect(after).toBe('+998 9|');
  });

  test('a letter is refused at once and stays in the field, until it is deleted', async () => {
    const page = await openTelegram(api);
    await page.user.type(page.phone(), '90a');
    expect(screen.getByRole('alert').textContent).toBe(uzApi.fields.phone_characters);
    expect(descriptionOf(page.phone())).toBe(uzApi.fields.phone_characters);
    expect(page.phone().getAttribute('aria-invalid')).toBe('true');
    expect(page.phone()).toHaveProperty('value', '+998 90a');
    expect(document.activeElement).toBe(page.phone());
    await page.user.keyboard('{Backspace}1');
    expect(page.phone()).toHaveProperty('value', '+998 90 1');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(page.phone().getAttribute('aria-invalid')).toBe('false');
  });

  test.for(['', '+', '+7 9', '9012', '00', '90 123-45'])('%j is not refused while it is typed', async (input) => {
    const page = await openTelegram(api);
    await page.user.clear(page.phone());
    if (input) await page.user.type(page.phone(), input);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('emptied, it stays empty', async () => {
    expect(await valueAfter((page, input) => page.user.clear(input))).toBe('|');
  });
});

describe('the code', () => {
  test.for([
    '042137',
    '042 137',
    '042-137',
    ' 042137 ',
    '\u2060042137',
    'Kod: 042137',
    'example.uz: 042-137. 10 daqiqa',
  ])('%j is sent as 042137', async (pasted) => {
    const page = await openTelegram(api);
    await page.user.type(page.phone(), '901234567');
    await page.user.click(page.code());
    await page.user.paste(pasted);
    await screen.findByRole('heading', { name: uz.account.titleNew });
    expect(api.requests).toMatchObject([{ body: { code: '042137' } }]);
  });

  test.for([
    ['', uz.signUp.codeEmpty],
    ['04213', uz.signUp.codeShape],
    ['04213a', uz.signUp.codeShape],
    // Only ASCII digits get into the field: others are refused rather than guessed at.
    ['abc', uz.signUp.codeEmpty],
    ['０４２１３７', uz.signUp.codeEmpty],
    ['٠٤٢١٣٧', uz.signUp.codeEmpty],
  ] as const)('%j is refused and nothing is sent', async ([input, text]) => {
    const page = await openTelegram(api);
    await page.user.type(page.phone(), '901234567');
    if (input) await page.user.type(page.code(), input);
    await page.user.click(page.submit());
    expect(screen.getByRole('alert').textContent).toBe(text);
    expect(document.activeElement).toBe(page.code());
    expect(api.requests).toEqual([]);
  });
});

test('with both fields empty each gets its error and the first gets the focus', async () => {
  const page = await openTelegram(api);
  await page.user.click(page.submit());
  expect(screen.getAllByRole('alert').map((alert) => alert.textContent)).toEqual([
    uzApi.fields.phone_empty,
    uz.signUp.codeEmpty,
  ]);
  expect(page.phone().getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(page.phone());
  await page.user.type(page.phone(), '9');
  expect(page.phone().getAttribute('aria-invalid')).toBe('false');
  expect(document.activeElement).toBe(page.phone());
});

describe('an error of the API', () => {
  async function submitInto(answer: Answer) {
    const page = await openTelegram(api);
    api.answerNext(REGISTER, answer);
    await page.enter('90 123 45 67', '042137');
    const alert = await screen.findByRole('alert');
    return { page, alert };
  }

  test.for(['code_incorrect', 'code_expired'] as const)('%s stands beside the code', async (code) => {
    const { page, alert } = await submitInto(errorAnswer(400, { code, message: 'API matni' }));
    expect(alert.textContent).toBe('API matni');
    expect(descriptionOf(page.code())).toBe(alert.textContent);
    expect(document.activeElement).toBe(page.code());
  });

  test('phone_invalid is beside the phone, with the text for the field', async () => {
    const error = { code: 'phone_invalid', message: 'Umumiy', fields: { phone: 'Aniq' } } as const;
    const { page, alert } = await submitInto(errorAnswer(400, error));
    expect(alert.textContent).toBe('Aniq');
    expect(descriptionOf(page.phone())).toBe(alert.textContent);
    expect(document.activeElement).toBe(page.phone());
  });

  test.for(['account_disabled', 'contact_required', 'phone_conflict', 'internal_error'] as const)(
    '%s stands below the form and has the focus',
    async (code) => {
      const { page, alert } = await submitInto(errorAnswer(409, { code, message: 'API matni' }));
      expect(alert.textContent).toBe('API matni');
      expect(document.activeElement).toBe(alert);
      expect(page.phone().getAttribute('aria-invalid')).toBe('false');
    },
  );

  test.for([
    [20, /^API matni 20 soniyadan so‘ng yana urinish mumkin\.$/],
    [300, /^API matni 5 daqiqadan so‘ng \(soat \d\d:\d\d da\) yana urinish mumkin\.$/],
    [7260, /^API matni 2 soat 1 daqiqadan so‘ng \(soat \d\d:\d\d da\) yana urinish mumkin\.$/],
  ] as const)('with retry_after %d the time is told', async ([retry_after, text]) => {
    const { alert } = await submitInto(errorAnswer(503, { code: 'not_ready', message: 'API matni', retry_after }));
    expect(alert.textContent).toMatch(text);
  });

  test('too_many_attempts: the wait is counted down, and only this number is blocked', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const { page, alert } = await submitInto(
      errorAnswer(429, { code: 'too_many_attempts', message: 'API matni', retry_after: 62 }),
    );
    expect(alert.textContent).toBe('API matni');
    expect(screen.getByRole('timer').textContent).toBe(uz.failures.retryIn('1:02'));
    expect(page.submit()).toHaveProperty('disabled', true);
    await page.user.type(page.phone(), '{Backspace}8');
    expect(screen.queryByRole('timer')).toBeNull();
    expect(page.submit()).toHaveProperty('disabled', false);
    await page.user.type(page.phone(), '{Backspace}7');
    act(() => vi.advanceTimersByTime(60_000));
    expect(screen.getByRole('timer').textContent).toBe(uz.failures.retryIn('0:02'));
    await page.user.keyboard('{Enter}');
    expect(api.requests).toHaveLength(1);
    act(() => vi.advanceTimersByTime(2_000));
    expect(screen.queryByRole('timer')).toBeNull();
    await page.user.click(page.submit());
    await screen.findByRole('heading', { name: uz.account.titleNew });
  });

  test('keeps the typed values', async () => {
    const { page } = await submitInto(errorAnswer(400, { code: 'code_incorrect', message: 'API matni' }));
    expect(page.phone()).toHaveProperty('value', '+998 90 123 45 67');
    expect(page.code()).toHaveProperty('value', '042137');
    await page.user.click(page.submit());
    await screen.findByRole('heading', { name: uz.account.titleNew });
  });

  test('two answers that are not the API’s lead to a text of the site', async () => {
    api.answerNext(REGISTER, { status: 502, body: 'Bad gateway' });
    const { alert } = await submitInto({ status: 502, body: 'Bad gateway' });
    expect(alert.textContent).toBe(uz.failures.unreachable);
  });
});

test('an API that is down leads to a text of the site, and the form works again when it is back', async () => {
  const page = await openTelegram(api);
  await page.user.type(page.phone(), '901234567');
  await api.stop();
  await page.user.type(page.code(), '042137');
  expect((await screen.findByRole('alert')).textContent).toBe(uz.failures.unreachable);
  await api.start();
  await page.user.click(page.submit());
  await screen.findByRole('heading', { name: uz.account.titleNew });
});

test('during the call the button keeps the focus, and a second submit sends nothing', async () => {
  const page = await openTelegram(api);
  const held = Promise.withResolvers<Answer>();
  api.answerNext(REGISTER, held.promise);
  await page.user.type(page.code(), '042137');
  await page.user.type(page.phone(), '901234567');
  await page.user.dblClick(page.submit());
  const button = screen.getByRole('button', { name: uz.signUp.submitting });
  expect(button.getAttribute('aria-disabled')).toBe('true');
  expect(document.activeElement).toBe(button);
  expect(button.getAttribute('aria-busy')).toBe('true');
  await page.user.type(page.code(), '{Enter}');
  held.resolve(errorAnswer(400, { code: 'code_incorrect', message: 'API matni' }));
  await screen.findByText('API matni');
  expect(api.requests).toHaveLength(1);
  expect(page.submit()).toHaveProperty('disabled', false);
});

test('two submits in the same moment send one request', async () => {
  const page = await openTelegram(api);
  await page.user.type(page.code(), '042137');
  await page.user.type(page.phone(), '901234567');
  const form = page.code().closest('form');
  act(() => {
    for (let time = 0; time < 2; time += 1)
      form?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
  await screen.findByRole('heading', { name: uz.account.titleNew });
  expect(api.requests).toHaveLength(1);
});

test('a request carries the language of the page, and an error follows a change of it', async () => {
  const page = await openTelegram({ ...api, language: 'ru' });
  api.answerNext(REGISTER, errorAnswer(400, { code: 'code_expired', message: 'Ответ API' }));
  await page.enter('901234567', '042137');
  expect((await screen.findByRole('alert')).textContent).toBe('Ответ API');
  expect(api.requests).toMatchObject([{ language: 'ru' }]);
  await page.user.selectOptions(screen.getByLabelText(ru.language), 'uz');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe(uzApi.errors.code_expired));
  expect(document.documentElement.lang).toBe('uz');
  expect(screen.getByLabelText(uz.signUp.phone)).toHaveProperty('value', '+998 90 123 45 67');
});

test('the device is sent along, with the same id every time', async () => {
  for (let visit = 0; visit < 2; visit += 1) {
    const page = await openTelegram(api);
    api.answerNext(REGISTER, errorAnswer(400, { code: 'code_incorrect', message: 'API matni' }));
    await page.enter('901234567', '042137');
    await screen.findByText('API matni');
    page.close();
    sessionStorage.clear();
  }
  const ids = api.requests.map(({ body }) => (body as { device_id: string }).device_id); // sent by the page under test
  expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(ids[1]).toBe(ids[0]);
});

describe('the code field after a refusal', () => {
  const refused = (attempts_left: number) =>
    errorAnswer(400, { code: 'code_incorrect', message: 'API matni', attempts_left });
  const codes = () => api.requests.map(({ body }) => (body as { code: string }).code); // sent by the page under test

  async function refuse(attempts_left = 4) {
    const page = await openTelegram({ ...api, bot: 'raqam_bot' });
    api.answerNext(REGISTER, refused(attempts_left));
    await page.enter('901234567', '111111');
    await screen.findByText('API matni');
    return page;
  }

  test('typing replaces the wrong code, and its sixth digit submits', async () => {
    const page = await refuse();
    expect(document.activeElement).toBe(page.code());
    await page.user.keyboard('042137');
    await screen.findByRole('heading', { name: uz.account.titleNew });
    expect(codes()).toEqual(['111111', '042137']);
  });

  test.for([0, 1, 4])('with %d attempts left, a change of the language keeps that in the text', async (left) => {
    const page = await refuse(left);
    await page.user.selectOptions(screen.getByRole('combobox'), 'en');
    await screen.findByText(en.api.attemptsLeft(left));
  });

  test('digits typed behind the wrong code begin a new one', async () => {
    const page = await refuse();
    await page.user.type(page.code(), '042137', { initialSelectionStart: 6, initialSelectionEnd: 6 });
    await screen.findByRole('heading', { name: uz.account.titleNew });
    expect(codes()).toEqual(['111111', '042137']);
  });

  test('the same code again is not submitted by itself', async () => {
    const page = await refuse();
    await page.user.keyboard('111111');
    expect(page.code()).toHaveProperty('value', '111111');
    expect(codes()).toEqual(['111111']);
    await page.user.click(page.submit());
    await screen.findByRole('heading', { name: uz.account.titleNew });
  });

  test('a void code stays void in another language', async () => {
    const page = await refuse(0);
    await page.user.selectOptions(screen.getByLabelText(uz.language), 'ru');
    await screen.findByText(ru.api.attemptsLeft(0));
  });

  test('a void code is removed, and a link to a new one replaces the button until digits are typed', async () => {
    const page = await refuse(0);
    expect(page.code()).toHaveProperty('value', '');
    expect(document.activeElement).toBe(page.code());
    const link = screen.getByRole('link', { name: new RegExp(uz.signUp.newCode) });
    expect(link.getAttribute('href')).toBe('https://t.me/raqam_bot?start=uz');
    expect(screen.queryByRole('button', { name: uz.signUp.submit })).toBeNull();
    await page.user.keyboard('0');
    expect(page.submit()).toBeTruthy();
    await page.user.keyboard('42137');
    await screen.findByRole('heading', { name: uz.account.titleNew });
  });
});

test('after a lost answer the page retries once by itself, as the same device, and is signed in', async () => {
  const page = await openTelegram(api);
  api.answerNext(REGISTER, { status: 502, body: 'Bad gateway' });
  await page.enter('901234567', '042137');
  await screen.findByRole('heading', { name: uz.account.titleNew });
  expect(api.requests.map(({ path }) => path)).toEqual([REGISTER, REGISTER]);
  expect(api.requests[1]?.body).toEqual(api.requests[0]?.body);
});

test('the error about a missing connection goes when the connection is back', async () => {
  const page = await openTelegram(api);
  await page.user.type(page.phone(), '901234567');
  await api.stop();
  await page.user.type(page.code(), '042137');
  await screen.findByText(uz.failures.unreachable);
  await api.start();
  act(() => void window.dispatchEvent(new Event('online')));
  expect(screen.queryByRole('alert')).toBeNull();
});

describe('the way to the bot', () => {
  test('is a link in a window of its own, which tells the bot the language and has it show START', async () => {
    await openPage({ ...api, bot: 'https://t.me/raqam_bot', language: 'ru' });
    const link = screen.getByRole('link', { name: ru.signUp.withTelegram });
    expect(link.getAttribute('href')).toBe('https://t.me/raqam_bot?start=ru');
    expect(link.getAttribute('target')).toBe('_blank');
    expect(link.getAttribute('rel')).toBe('noopener');
  });

  test('is explained in words if the bot’s name is not known', async () => {
    await openTelegram(api);
    expect(screen.queryByRole('link', { name: new RegExp(uz.signUp.openBot) })).toBeNull();
    expect(screen.getByText(uz.signUp.findBot)).toBeTruthy();
  });
});
