import { useState } from "react";

const MODELS = [
  { id: "claude-opus-4-8", label: "Opus 4.8" },
  { id: "claude-sonnet-4-6", label: "Sonnet 4.6" },
  { id: "claude-opus-4-1-20250805", label: "Opus 4.1" },
];

export function ModelPicker({ onPick }: { onPick: (model: string) => void }) {
  const [model, setModel] = useState("claude-sonnet-4-5-20250929");
  return (
    <select
      value={model}
      onChange={(event) => {
        setModel(event.target.value);
        onPick(event.target.value);
      }}
    >
      {MODELS.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}
