/** One protection of the product, how it is removed, and the test that fails without it. */
export interface Guard {
  /** In kebab-case. */
  name: string;
  /** The rule that it keeps, such as `1 attempts per challenge`: the section of docs/policy.md, or another subject. */
  rule: string;
  /** The file that it is in, from the root of the repository. */
  file: string;
  /** Its text, which is there once. */
  find: string;
  /** What is put in its place: valid code that lacks this protection alone. */
  replace: string;
  test: GuardTest;
}

export interface GuardTest {
  /** The folder of its package, from the root of the repository. */
  package: string;
  /** From that folder. */
  file: string;
  /** The names of its `describe` blocks and its own with ` > ` between them; each may end early. */
  name: string;
}

const SEPARATOR = ' > ';

/** The parts of a test's name. */
export function partsOf({ name }: Pick<GuardTest, 'name'>): string[] {
  return name.split(SEPARATOR);
}

/** A pattern for the whole name of a test: Vitest joins the titles by ` ` where it selects, and by ` > ` where it reports. */
export function patternOf(test: Pick<GuardTest, 'name'>): string {
  return partsOf(test).map(escapePattern).join('.* ');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

const testIn = (folder: string) => (file: string, name: string) => ({ package: folder, file: `test/${file}`, name });

/** Tests by their files below `test/`. */
export const apiTest = testIn('apps/api');
export const botTest = testIn('apps/bot');
export const webTest = testIn('apps/web');
export const sharedTest = testIn('packages/shared');
export const clientTest = testIn('packages/client');
