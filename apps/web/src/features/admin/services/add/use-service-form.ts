import type { ApiResult } from '@raqam/shared/client';
import { describeFailure } from '../../../../api/describe-failure.ts';
import { type Problems, useForm } from '../../../../api/use-form.ts';
import { useTexts } from '../../../../messages/TextsContext.tsx';

/**
 * A form that adds something. What the API says of a field is shown beside it.
 *
 * @param fields in visual order, as the API names them
 */
export function useServiceForm<Field extends string>(fields: readonly Field[]) {
  const { language } = useTexts();
  const form = useForm(fields);

  return {
    ...form,

    /** Resolves to the answer; undefined if there is a problem, which is shown then. */
    async submit<Data>(call: () => Promise<ApiResult<Data>>): Promise<Data | undefined> {
      const result = await form.run(call);
      if (result === undefined || result.ok) return result?.data;
      const { error } = result;
      const found: Problems<Field> = {};
      for (const field of fields) {
        const problem = error.fields[field];
        if (problem !== undefined) Object.assign(found, { [field]: () => problem });
      }
      if (Object.keys(found).length === 0) found.form = describeFailure(error, language, new Date());
      form.show(found);
      return undefined;
    },
  };
}
