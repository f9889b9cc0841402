import type { Plugin } from 'vite';

/**
 * Modules of axios that no call of this site uses, and their replacements: requests hold JSON and a flat query, no
 * cookie is copied into a header, nothing intercepts a call, TypeScript checks the options, and browsers have XMLHttpRequest. Axios itself offers no smaller build.
 */
const replacements: Readonly<Record<string, string>> = {
  'helpers/toFormData.js': 'export default undefined;',
  'helpers/formDataToJSON.js': 'export default undefined;',
  'helpers/toURLEncodedForm.js': 'export default undefined;',
  'helpers/progressEventReducer.js': 'export const progressEventReducer = undefined;',
  'helpers/buildURL.js': 'export default (url, query) => (query ? url + "?" + new URLSearchParams(query) : url);',
  'helpers/cookies.js': 'export default { read: () => null, readAsync: async () => null };',
  'platform/browser/classes/URLSearchParams.js': 'export default URLSearchParams;',
  'core/setFormDataHeaders.js': 'export default () => {};',
  'core/assertParamsAcyclic.js': 'export default () => {};',
  'helpers/spread.js': 'export default undefined;',
  'cancel/CancelToken.js': 'export default undefined;',
  'helpers/HttpStatusCode.js': 'export default undefined;',
  'helpers/isURLSameOrigin.js': 'export default () => false;',
  'helpers/validator.js':
    'const ignore = () => {}; export default { assertOptions: ignore, validators: { transitional: ignore, spelling: ignore } };',
  'core/InterceptorManager.js': 'export default class { forEach() {} }',
  'adapters/adapters.js': 'import xhr from "./xhr.js"; export default { getAdapter: () => xhr };',
};

/** Keeps the modules out of the build. Fails if axios has renamed one. */
export function trimAxios() {
  const unseen = new Set(Object.keys(replacements));
  return {
    name: 'raqam:trim-axios',
    apply: 'build',
    load(id: string) {
      const [, name = ''] = id.split('/axios/lib/');
      unseen.delete(name);
      return replacements[name];
    },
    buildEnd(error?: Error) {
      if (!error && unseen.size > 0)
        throw new Error(`axios has no ${[...unseen].join(', ')} any more: see trim-axios.ts`);
    },
  } satisfies Plugin;
}
