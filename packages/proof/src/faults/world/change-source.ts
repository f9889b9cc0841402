import { registerHooks } from 'node:module';

/** A change of a service's source while it is loaded. */
export interface SourceChange {
  /** The end of the file's path. */
  file: string;
  from: string;
  to: string;
}

/**
 * Loaded with `--import` before a service: makes the changes of `PROOF_SOURCE_CHANGES`, so that a proof can run a build
 * with one more migration, or one without a guard.
 */
// biome-ignore lint/style/noProcessEnv: a process without a configuration of its own
const changes: SourceChange[] = JSON.parse(process.env['PROOF_SOURCE_CHANGES'] ?? '[]');

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const due = changes.filter(({ file }) => url.endsWith(file));
    if (due.length === 0) return loaded;
    let source = String(loaded.source);
    for (const { file, from, to } of due) {
      if (!source.includes(from)) throw new Error(`${file} no longer has “${from}”, which a proof changes`);
      source = source.replaceAll(from, () => to);
    }
    return { ...loaded, source };
  },
});
