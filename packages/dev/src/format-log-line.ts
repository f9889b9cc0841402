const LEVELS: Readonly<Record<string, string>> = {
  trace: 'trace',
  debug: 'debug',
  warn: 'warning:',
  error: 'error:',
  fatal: 'fatal:',
  // pino's numbers
  10: 'trace',
  20: 'debug',
  40: 'warning:',
  50: 'error:',
  60: 'fatal:',
};

/** Turns a service's JSON log line into readable text; returns any other line unchanged. */
export function formatLogLine(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { level, time: _time, msg, ...rest } = JSON.parse(line);
    const details = Object.entries(rest).map(
      ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return [LEVELS[level] ?? '', msg, ...details].filter(Boolean).join(' ');
  } catch {
    return line;
  }
}
