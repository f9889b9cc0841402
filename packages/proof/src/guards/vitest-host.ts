import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as vitestNode from 'vitest/node';
import type { RunRequest, TestEnd, TestRun } from './run-tests.ts';

/**
 * Runs tests of the package in the working directory, one request of the parent process after another. It stays, because
 * Vitest, the tests' database and all that has not changed take far longer to start and to compile than one test runs.
 */
const cwd = process.cwd();
const path = createRequire(join(cwd, 'package.json')).resolve('vitest/node'); // the package's own, with its plugins
const { createVitest }: typeof vitestNode = await import(pathToFileURL(path).href);
const vitest = await createVitest({ root: cwd, watch: false, reporters: [{}] });
await vitest.standalone();

process.on('message', async ({ changed, tests }: RunRequest) => {
  const project = vitest.getRootProject();
  for (const file of changed) vitest.invalidateFile(file);
  // all of them: those that import a changed file are only half invalidated, and a second change finds them so
  if (changed.length > 0)
    for (const { moduleGraph } of Object.values(project.vite.environments)) moduleGraph.invalidateAll();
  const specifications = tests.map(({ file, pattern }) =>
    project.createSpecification(join(cwd, file), { testNamePattern: new RegExp(pattern) }),
  );
  const run = await vitest.runTestSpecifications(specifications).then(readRun, (error: unknown): TestRun => {
    return { kind: 'broken', reason: String(error) };
  });
  process.send?.(run);
});
process.once('disconnect', () => void vitest.close());
process.send?.('ready');

function readRun({ testModules }: vitestNode.TestRunResult): TestRun {
  for (const module of testModules) {
    const suites = [...module.children.allSuites()].flatMap((suite) => suite.errors());
    const [error] = [...module.errors(), ...suites];
    if (error) return { kind: 'broken', reason: `${error.name}: ${error.message}`.slice(0, 500) };
  }
  return { kind: 'ran', tests: testModules.flatMap((module) => [...module.children.allTests()].flatMap(readTest)) };
}

/** Nothing for a test that did not run. */
function readTest(test: vitestNode.TestCase): TestEnd[] {
  const { state, errors = [] } = test.result();
  if (state !== 'passed' && state !== 'failed') return [];
  return [
    {
      file: test.module.moduleId,
      name: test.fullName,
      failures: errors.map(({ name, message }) => `${name}: ${message}`),
    },
  ];
}
