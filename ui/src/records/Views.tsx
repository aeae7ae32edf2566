import { Button, Menu, Popover, Stack, Switch, TextInput } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue, useRemoveEntry, useSaveEntry } from "@/api/catalogue";
import type { RecordKind, View } from "@/api/types";
import { errorSentence } from "@/app/errors";
import type { ListSearch } from "@/app/search";
import { toast } from "@/components/toast";

interface Props {
  kind: RecordKind;
  search: ListSearch;
  columns: string[];
  onApply: (search: Partial<ListSearch>) => void;
  onColumns: (columns: string[]) => void;
}

/** Saved views: a list as somebody likes to see it, for oneself or for all. */
export function Views({ kind, search, columns, onApply, onColumns }: Props) {
  const { t } = useTranslation("records");
  const views = useCatalogue().views.filter((view) => view.on === kind && !view.removed_at);
  const current = views.find((view) => view.id === search.view);
  const [saving, setSaving] = useState(false);
  const remove = useRemoveEntry("views");

  const apply = (view: View) => {
    if (view.columns.length) onColumns(view.columns);
    onApply({ filter: view.filters, sort: view.sort ?? undefined, view: view.id } as ListSearch);
  };

  return (
    <Popover
      opened={saving}
      onChange={setSaving}
      position="bottom-start"
      trapFocus
      withRoles={false}
    >
      <Popover.Target>
        <div>
          <Menu position="bottom-start" width={240}>
            <Menu.Target>
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                leftSection={<IconBookmark size={14} stroke={1.5} aria-hidden />}
              >
                {current?.name ?? t("views.all")}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                onClick={() =>
                  onApply({ filter: undefined, sort: undefined, view: undefined } as never)
                }
              >
                {t("views.all")}
              </Menu.Item>
              {views.map((view) => (
                <Menu.Item key={view.id} onClick={() => apply(view)}>
                  {view.name}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => setSaving(true)}>{t("views.save")}</Menu.Item>
              {current ? (
                <Menu.Item
                  leftSection={<IconTrash size={14} stroke={1.5} aria-hidden />}
                  onClick={() => {
                    onApply({ view: undefined } as never);
                    remove.mutate({ id: current.id, version: current.version });
                  }}
                >
                  {t("views.remove", { name: current.name })}
                </Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        </div>
      </Popover.Target>
      <Popover.Dropdown>
        <SaveView
          kind={kind}
          search={search}
          columns={columns}
          onSaved={(id) => {
            setSaving(false);
            onApply({ view: id });
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface SaveProps {
  kind: RecordKind;
  search: ListSearch;
  columns: string[];
  onSaved: (id: string) => void;
}

function SaveView({ kind, search, columns, onSaved }: SaveProps) {
  const { t } = useTranslation("records");
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const save = useSaveEntry<View>("views");

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!name.trim()) return;
        save.mutate(
          {
            body: {
              name: name.trim(),
              on: kind,
              shared,
              filters: search.filter ?? [],
              sort: search.sort ?? null,
              columns,
            },
          },
          {
            onSuccess: ({ data }) => {
              toast(t("views.saved", { name: name.trim() }));
              onSaved(data.id);
            },
          },
        );
      }}
    >
      <Stack gap={8} w={240}>
        <TextInput
          label={t("views.name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={save.error ? errorSentence(save.error) : undefined}
          data-autofocus
        />
        <Switch
          label={t("views.shared")}
          checked={shared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <Button type="submit" loading={save.isPending} disabled={!name.trim()}>
          {t("views.save")}
        </Button>
      </Stack>
    </form>
  );
}
