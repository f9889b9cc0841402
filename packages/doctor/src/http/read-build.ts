import { type WebBuild, webBuildSchema } from '@raqam/service/readiness';
import { ask } from './ask.ts';

/** The /build.json of this web app; undefined where something else answers. */
export async function readBuild(web: URL): Promise<WebBuild | undefined> {
  const asked = await ask(new URL('/build.json', web));
  return asked.ok ? webBuildSchema.safeParse(asked.answer.json).data : undefined;
}
