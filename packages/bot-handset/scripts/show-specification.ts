import type { Specification } from '../src/bot-api/specification/specification.ts';

export const SPECIFICATION_FILE = new URL('../src/bot-api/specification/methods.json', import.meta.url);

/** The specification as JSON, a line per method. */
export function showSpecification({ version, methods }: Specification): string {
  const lines = Object.entries(methods).map(
    ([name, method]) => `    ${JSON.stringify(name)}: ${JSON.stringify(method)}`,
  );
  return `{\n  "version": ${JSON.stringify(version)},\n  "methods": {\n${lines.join(',\n')}\n  }\n}\n`;
}
