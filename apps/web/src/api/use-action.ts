import type { ApiResult } from '@raqam/shared/client';
import { useTexts } from '../messages/TextsContext.tsx';
import { describeFailure } from './describe-failure.ts';
import { useForm } from './use-form.ts';

/** The call behind a button, with its progress and failure. `run` resolves to whether it succeeded. */
export function useAction() {
  const { language } = useTexts();
  const form = useForm([]);

  async function run(action: () => Promise<ApiResult<unknown>>): Promise<boolean> {
    const result = await form.run(action);
    if (result && !result.ok) form.show({ form: describeFailure(result.error, language, new Date()) });
    return result?.ok ?? false;
  }

  return { busy: form.busy, problem: form.problems.form, alert: form.ref('form'), run };
}
