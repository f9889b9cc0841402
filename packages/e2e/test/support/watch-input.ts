import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';

/** All input of one browser, as its pages saw it, whoever caused it. */
export interface Input {
  /** Presses by finger or mouse, as `site: <label>` or `Telegram: <label>`. */
  presses: string[];
  /** Answers to questions of the Telegram app itself, which no site can spare a person. */
  answers: string[];
  /** Pressed keys, and whatever changed a field without one. */
  typed: string[];
}

/** Watches all pages that the browser opens from now on. */
export async function watchInput(context: BrowserContext): Promise<Input> {
  const input: Input = { presses: [], answers: [], typed: [] };
  await context.exposeBinding('reportInput', (_source, kind: keyof Input, what: string) => input[kind].push(what));
  await context.addInitScript(
    (telegram) => {
      const report: (kind: string, what: string) => void = Reflect.get(window, 'reportInput');
      const place = location.origin === telegram ? 'Telegram' : 'site';
      const watch = (type: string, listen: (event: Event, target: Element) => void) =>
        window.addEventListener(
          type,
          (event) => {
            if (event.isTrusted && event.target instanceof Element) listen(event, event.target);
          },
          true,
        );
      watch('pointerdown', (_event, target) => {
        const pressed = target.closest('a, button, label, input, select, summary') ?? target;
        const isAnswer = pressed.closest('#question-dialog') !== null;
        report(isAnswer ? 'answers' : 'presses', `${place}: ${pressed.textContent?.trim()}`);
      });
      watch('keydown', (event) => report('typed', event instanceof KeyboardEvent ? event.key : 'a key'));
      watch('input', (_event, target) => report('typed', `into ${target.outerHTML}`));
    },
    new URL(inject('urls').stack).origin,
  );
  return input;
}
