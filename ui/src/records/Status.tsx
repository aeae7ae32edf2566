import {
  IconBan,
  IconCircle,
  IconCircleCheck,
  IconCircleDot,
  IconCircleX,
  IconPhoneCheck,
} from "@tabler/icons-react";
import style from "./Status.module.css";

const LOOK = {
  open: [IconCircle, "plain"],
  new: [IconCircleDot, "amber"],
  contacted: [IconPhoneCheck, "plain"],
  qualified: [IconCircleCheck, "green"],
  disqualified: [IconBan, "quiet"],
  won: [IconCircleCheck, "green"],
  lost: [IconCircleX, "red"],
  planned: [IconCircle, "plain"],
  done: [IconCircleCheck, "green"],
  cancelled: [IconBan, "quiet"],
} as const;

/** A status with its own shape as well as its colour. */
export function Status({ value, label }: { value: string; label: string }) {
  const [Icon, tone] = LOOK[value as keyof typeof LOOK] ?? LOOK.open;
  return (
    <span className={style.status} data-tone={tone}>
      <Icon size={14} stroke={1.75} aria-hidden />
      {label}
    </span>
  );
}
