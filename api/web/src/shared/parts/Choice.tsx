// A labelled choice among a closed set of words; what comes out is one of the words that went in.

interface ChoiceProps<Word extends string> {
  label: string;
  value: Word;
  options: readonly (readonly [Word, string])[];
  onChange(chosen: Word): void;
}

export function Choice<Word extends string>({ label, value, options, onChange }: ChoiceProps<Word>) {
  const choose = (text: string) => {
    const found = options.find(([word]) => word === text);
    if (found) onChange(found[0]);
  };
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {options.map(([word, words]) => (
          <option key={word} value={word} selected={word === value}>{words}</option>
        ))}
      </select>
    </label>
  );
}
