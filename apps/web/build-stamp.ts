import { describeVersion, PHONE_RULES } from '@raqam/service/build-stamp';
import type { Environment } from '@raqam/service/environment';
import type { WebBuild } from '@raqam/service/readiness';
import { loadEnv, type Plugin } from 'vite';

const FILE = 'build.json';

/** Writes `/build.json`, from which `pnpm run doctor` reads the build's variables; the scripts hold the same values. */
export function buildStamp(): Plugin {
  let stamp = '';
  return {
    name: 'raqam:build-stamp',
    configResolved({ command, mode, env, root }) {
      const build: WebBuild = {
        product: 'raqam',
        mode: command === 'build' ? 'build' : 'development',
        version: describeVersion(loadEnv(mode, root, 'RAILWAY_')),
        phoneRules: PHONE_RULES,
        ...describeEnvironment(env),
      };
      stamp = JSON.stringify(build);
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: stamp });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${FILE}`, (_request, response) => {
        response.setHeader('content-type', 'application/json').end(stamp);
      });
    },
  };
}

function describeEnvironment({ VITE_API_BASE_URL, VITE_TELEGRAM_BOT_USERNAME, VITE_TELEGRAM_BOT_URL }: Environment) {
  return {
    apiBaseUrl: VITE_API_BASE_URL ?? '',
    botUsername: VITE_TELEGRAM_BOT_USERNAME || null,
    botUrl: VITE_TELEGRAM_BOT_URL || null,
  };
}
