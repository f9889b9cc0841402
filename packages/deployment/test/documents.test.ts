import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const documents = String(
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: ROOT }),
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));

describe.for(documents)('%s', (document) => {
  const text = withoutCodeBlocks(read(document));

  test('its links lead to files and headings that exist', () => {
    const broken = [...text.matchAll(/(?:\]\(|src(?:set)?=")([^)"\s]+)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^(https?:|mailto:)/.test(link))
      .filter((link) => {
        const [file = '', heading] = link.split('#');
        const target = file === '' ? path.join(ROOT, document) : path.resolve(ROOT, path.dirname(document), file);
        if (!existsSync(target)) return true;
        return heading !== undefined && !headingsOf(readFileSync(target, 'utf8')).includes(heading);
      });
    expect(broken).toEqual([]);
  });

  test('the files of the repository that it names exist', () => {
    const named = [...text.matchAll(/`((?:apps|packages|docs|\.railway|\.ci)\/[^`\s*]+)`/g)].map(
      ([, file = '']) => file,
    );
    // A build makes dist.
    expect(named.filter((file) => !file.includes('/dist') && !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  test('the commands of pnpm that it names exist', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const builtIn = ['install', 'prune', 'start'];
    const code = read(document).match(/^```[\s\S]*?^```|`[^`\n]+`/gm) ?? [];
    const named = [...code.join('\n').matchAll(/pnpm(?:@12)? (?:run )?([a-z][a-z:]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts) && !builtIn.includes(name))).toEqual([]);
  });
});

test.for([
  'README.md',
  'docs/deploy/railway.md',
  'docs/deploy/self-hosting.md',
  'docs/operate/troubleshooting.md',
  'docs/uz/railway.md',
])('%s names no variable that no service knows', (document) => {
  const known = read('.env.example');
  const others = [
    /^(NODE_ENV|POSTGRES_PASSWORD|BOT_USERNAME|DATABASE_PUBLIC_URL|(RAQAM|XDG|RAILWAY)_\w+)$/, // of tools
    /^(CAP_NET_BIND_SERVICE|EAI_AGAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN)$/,
  ];
  const named = new Set(read(document).match(/\b[A-Z]{2,}(?:_[A-Z]+)+\b/g));
  const unknown = [...named].filter((name) => !known.includes(`${name}=`) && !others.some((each) => each.test(name)));
  expect(unknown).toEqual([]);
});

function withoutCodeBlocks(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```/gm, '');
}

/** The anchors that GitHub makes of the headings. */
function headingsOf(text: string): string[] {
  return [...withoutCodeBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
