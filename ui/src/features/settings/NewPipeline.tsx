import { Button, Popover, Radio, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/http";
import { useAdd } from "./edits";
import type { Pipeline } from "./setUp";
import { withoutIds } from "./stages";
import { explain } from "./words";

interface Template {
  template: "classic" | "short";
  pipeline: Pipeline;
}

interface Props {
  /** Behind which other pipelines it comes. */
  place: number;
  onMade: (id: string) => void;
}

/** A new sales process, from a template or with one stage to begin with. */
export function NewPipeline({ place, onMade }: Props) {
  const { t, i18n } = useTranslation("settings");
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [from, setFrom] = useState<string>("classic");
  const add = useAdd("pipelines");
  const templates = useQuery({
    queryKey: ["pipeline-templates", i18n.language],
    enabled: open,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<{ items: Template[] }>("/pipeline-templates", { signal }),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const template = templates.data?.items.find((one) => one.template === from)?.pipeline;
    const stages = template ? template.stages.map(withoutIds) : [{ name: t("first_stage") }];
    add.mutate(
      { name: name.trim(), stages, position: place },
      {
        onSuccess: (made) => {
          setOpen(false);
          setName("");
          onMade(made.id);
        },
      },
    );
  };

  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={320} trapFocus>
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={16} stroke={1.5} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {t("new.pipelines")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap={12}>
            <TextInput
              data-autofocus
              label={t("name")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={add.error ? explain(t)(add.error) : undefined}
              required
            />
            <Radio.Group label={t("start_from")} value={from} onChange={setFrom}>
              <Stack gap={8} mt={8}>
                {(templates.data?.items ?? []).map(({ template, pipeline }) => (
                  <Radio
                    key={template}
                    value={template}
                    label={pipeline.name}
                    description={pipeline.stages.map((stage) => stage.name).join(" → ")}
                  />
                ))}
                <Radio value="empty" label={t("empty_pipeline")} />
              </Stack>
            </Radio.Group>
            <Button type="submit" loading={add.isPending} disabled={!name.trim()}>
              {t("make_pipeline")}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
