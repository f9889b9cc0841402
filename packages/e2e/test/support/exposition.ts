/** The metrics that a service exposes: the labels of each, by name. */
export type Exposed = Map<string, Set<string>>;

/** Reads Prometheus' text format. */
export function readExposition(text: string): Exposed {
  const exposed: Exposed = new Map();
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const known = exposed.get(name) ?? new Set();
    exposed.set(name, known);
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
  }
  return exposed;
}

/** A metric that a PromQL expression reads, with the labels that it names. */
export interface Selector {
  name: string;
  labels: string[];
}

/** What PromQL has besides the names of metrics. */
const WORDS = new Set(
  'sum min max count by without rate increase histogram_quantile time absent and or unless on ignoring'.split(' '),
);

/** The metrics and labels that an expression reads. A label of `by (…)` counts for each of its metrics. */
export function readExpression(expression: string): Selector[] {
  const grouping = /\bby \(([^)]*)\)/g;
  const groups = [...expression.matchAll(grouping)].flatMap(([, list = '']) =>
    list.split(',').map((each) => each.trim()),
  );
  const rest = expression.replaceAll(grouping, '');
  return [...rest.matchAll(/([a-zA-Z_:][\w:]*)\s*(?:\{([^}]*)\})?/g)].flatMap(([whole, name = '', matchers = '']) => {
    const isNumber = /^\d/.test(whole);
    const isUnit = /^[smhd]$/.test(name); // of a range, as in [5m]
    const labels = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label);
    return WORDS.has(name) || isNumber || isUnit ? [] : [{ name, labels: [...new Set([...labels, ...groups])] }];
  });
}
