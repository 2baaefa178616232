/** Why an answer has no rows: what is to be done first, else what the page knows; then how far the period goes. */
export function whyEmpty(notes: readonly string[], otherwise: string): string {
  const unbuilt = notes.find((n) => n.includes('farthing build'));
  const until = notes.find((n) => n.startsWith('the last '));
  return `${[unbuilt ?? otherwise, until].filter(Boolean).join('; ')}.`;
}
