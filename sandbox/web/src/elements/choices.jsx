// Check boxes and radio buttons: the browser's own, under one legend.
import { useContext, useId } from 'react';
import { useConfirm } from '../confirm.jsx';
import { Text } from '../mrkdwn.jsx';
import { SurfaceContext, useElement } from '../surface.jsx';

function Choice({ option, type, name, checked, disabled, describedBy, onChange }) {
  const id = useId();
  return (
    <div className="choice">
      <input type={type} id={id} name={name} checked={checked} disabled={disabled} aria-describedby={describedBy} onChange={onChange} />
      <label htmlFor={id}>
        <Text of={option.text} />
        {option.description && <span className="description"><Text of={option.description} /></span>}
      </label>
    </div>
  );
}

export function Checkboxes({ block, element, field = {} }) {
  const { disabled } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const { value, choose } = useElement(block, element);
  const chosen = (value.selected_options ?? []).map((option) => option.value);

  const toggle = async (option) => {
    if (!(await confirm(element))) return;
    const on = chosen.includes(option.value) ? chosen.filter((one) => one !== option.value) : [...chosen, option.value];
    const options = element.options.filter((one) => on.includes(one.value));
    await choose({ values: options.map((one) => one.value) }, { selected_options: options });
  };
  return (
    <div className="choices">
      {element.options.map((option) => (
        <Choice key={option.value} option={option} type="checkbox" checked={chosen.includes(option.value)}
          disabled={disabled} describedBy={field.describedBy} onChange={() => toggle(option)} />
      ))}
    </div>
  );
}

export function RadioButtons({ block, element, field = {} }) {
  const { disabled } = useContext(SurfaceContext);
  const confirm = useConfirm();
  const { value, choose } = useElement(block, element);
  const name = useId();

  const pick = async (option) => {
    if (await confirm(element)) await choose({ value: option.value }, { selected_option: option });
  };
  return (
    <div className="choices">
      {element.options.map((option) => (
        <Choice key={option.value} option={option} type="radio" name={name} checked={value.selected_option?.value === option.value}
          disabled={disabled} describedBy={field.describedBy} onChange={() => pick(option)} />
      ))}
    </div>
  );
}
