import { readFileSync } from 'node:fs';
import type { Method, Specification } from '../src/bot-api/specification/specification.ts';

const PACKAGE = new URL('../node_modules/@gramio/types/', import.meta.url);

/**
 * Reads the methods of the Bot API from the declarations of `@gramio/types`, which are generated from Telegram's
 * documentation and very regular.
 *
 * @throws Error for a declaration of another form than these have
 */
export function readTypes(): Specification {
  const methodsText = readFileSync(new URL('out/methods.d.ts', PACKAGE), 'utf8');
  const version = /Based on Bot API v([\d.]+)/.exec(methodsText)?.[1];
  if (version === undefined) throw new Error('@gramio/types does not tell its version of the Bot API');
  const paramsText = withoutComments(readFileSync(new URL('out/params.d.ts', PACKAGE), 'utf8'));
  const methods: Record<string, Method> = {};
  for (const [, name = '', kind, inside = ''] of withoutComments(methodsText).matchAll(
    /\n {4}(\w+): (CallAPI\w*)<(.*?)>(?=\n)/gs,
  )) {
    const [, params, result = inside] = /^\s*Params\.(\w+),(.*)$/s.exec(inside) ?? [];
    if ((params === undefined) !== (kind === 'CallAPIWithoutParams'))
      throw new Error(`${name}: ${inside} is unexpected`);
    const { required, optional } = params === undefined ? NOTHING : readParameters(params, paramsText);
    methods[name] = { returns: nameOf(result, paramsText), required, optional };
  }
  return { version, methods };
}

const NOTHING = { required: {}, optional: {} };

function readParameters(name: string, text: string): Pick<Method, 'required' | 'optional'> {
  const body = new RegExp(`export interface ${name} \\{(.*?)\\n\\}`, 's').exec(text)?.[1];
  if (body === undefined) throw new Error(`${name} is not declared`);
  const required: Record<string, string> = {};
  const optional: Record<string, string> = {};
  for (const [, field = '', mark, type = ''] of body.matchAll(/\n {4}(\w+)(\??):(.*?)(?=\n {4}\w+\??:|$)/gs)) {
    (mark ? optional : required)[field] = nameOf(type, text);
  }
  return { required, optional };
}

/** A type in Telegram's words: `string`, `number or string`, `MessageEntity[]`, `InputFile or string`. */
function nameOf(type: string, paramsText: string): string {
  const text = type.replace(/\s+/g, ' ').trim();
  if (text.startsWith('Exclude<keyof')) return 'string[]';
  const array = /^\((.*)\)\[\]$/.exec(text);
  if (array?.[1] !== undefined) return `(${nameOf(array[1], paramsText)})[]`;
  const names = text
    .split('|')
    .map((each) => each.trim())
    // The library's own convenience: objects with a method that makes the value
    .filter((each) => each !== '' && !each.startsWith('{'))
    .map((each) => nameOfOne(each, paramsText));
  return [...new Set(names)].join(' or ');
}

function nameOfOne(type: string, paramsText: string): string {
  if (/^".*"$/.test(type) || type === 'Objects.TelegramCurrencies') return 'string';
  if (/^-?\d+$/.test(type)) return 'number';
  if (type === 'true') return 'boolean';
  if (/^(?:string|number|boolean)(?:\[\])?$/.test(type)) return type;
  const object = /^Objects\.Telegram(\w+(?:\[\])?)$/.exec(type)?.[1];
  if (object !== undefined) return object;
  const alias = new RegExp(`export type ${type} =(.*?)(?=\\n(?:export|\\n|$))`, 's').exec(paramsText)?.[1];
  if (alias === undefined) throw new Error(`the type ${type} is unexpected`);
  return nameOf(alias, paramsText);
}

function withoutComments(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/\n\s*\n/g, '\n');
}
