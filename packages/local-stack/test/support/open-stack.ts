import { type Calls, callsTo, TEST_BOTS } from 'bot-handset/test/support/open-handset';
import { onTestFinished } from 'vitest';
import { type LocalStack, type LocalStackOptions, startLocalStack } from '../../src/server.ts';

export { type Answer, AZIZA, BOBUR, call, type Json, TOKEN } from 'bot-handset/test/support/open-handset';

export type OpenStack = LocalStack & Calls;

/** Starts a stack on a free port; it is closed when the test ends. */
export async function openStack(
  options: Pick<LocalStackOptions, 'eskiz' | 'playMobile' | 'telegramGateway'> = {},
): Promise<OpenStack> {
  const stack = await startLocalStack({ ...options, port: 0, bots: TEST_BOTS });
  onTestFinished(() => stack.close());
  return { ...stack, ...callsTo(stack.url) };
}
