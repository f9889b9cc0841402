import { fileURLToPath } from 'node:url';

/** Variables with which Node.js keeps a program's compiled sources for its next start, which then takes half the time. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url)),
};
