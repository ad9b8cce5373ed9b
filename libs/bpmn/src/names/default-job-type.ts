/**
 * The job type of a service task that names none: `<participant>.<nameInCamelCase>`. The name is split at what is
 * neither letter nor digit (`Charge card` → `chargeCard`); a task without a name uses its id.
 */
export function defaultJobType(participant: string, name: string | undefined, id: string): string {
  return `${participant}.${camelCase(name ?? '') || camelCase(id) || id}`;
}

function camelCase(text: string): string {
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word, index) => {
      const [first = '', ...rest] = word;
      return (index === 0 ? first.toLowerCase() : first.toUpperCase()) + rest.join('');
    })
    .join('');
}
