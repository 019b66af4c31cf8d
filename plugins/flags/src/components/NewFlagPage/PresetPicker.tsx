import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { FLAG_PRESETS } from '../../model/flag-presets';
import type { FlagShape } from '../../model/flag-shape';

export type PresetPickerProps = {
  readonly shape: FlagShape;
  readonly onChange: (shape: FlagShape) => void;
};

const typesOf = (shape: FlagShape): string =>
  JSON.stringify(shape.fields.map(({ schema }) => schema));

/** Starting points for the fields and variants of a new flag. */
export const PresetPicker = ({ shape, onChange }: PresetPickerProps) => {
  const chosen = FLAG_PRESETS.find(
    preset => typesOf(preset.shape) === typesOf(shape),
  );
  return (
    <ToggleButtonGroup
      aria-label="What the flag delivers"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={chosen ? [chosen.id] : []}
      onSelectionChange={keys => {
        const preset = FLAG_PRESETS.find(({ id }) => keys.has(id));
        if (preset && preset.id !== chosen?.id) onChange(preset.shape);
      }}
    >
      {FLAG_PRESETS.map(({ id, label }) => (
        <ToggleButton key={id} id={id}>
          {label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
};
