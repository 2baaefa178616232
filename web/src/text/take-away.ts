/** A question of the page, to be asked again elsewhere. */
type Question = object;

const shell = (value: string) => (/^[\w.,:/=-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);

export const commandOf = (name: string, question: Question): string =>
  [
    `farthing ${name}`,
    ...Object.entries(question).map(([k, v]: [string, unknown]) => `--${k} ${shell(String(v))}`),
  ].join(' ');

const addressOf = (url: string, question: Question): string =>
  `${url}?${new URLSearchParams(Object.entries(question).map(([k, v]: [string, unknown]) => [k, String(v)]))}`;
export const curlOf = (url: string, question: Question): string => `curl ${shell(addressOf(url, question))}`;
export const workbookOf = (url: string, question: Question): string => addressOf(url, { ...question, format: 'xlsx' });

export const fileName = (of: string, by: readonly string[]): string =>
  `farthing-${of}-${by.join('-').replaceAll(/[^\w-]+/g, '_') || 'all'}`;
