import { Select, Tabs } from "@mantine/core";
import { IconFilter2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCatalogue } from "@/api/catalogue";
import type { Deal, Stage } from "@/api/types";
import { errorWords } from "@/app/errors";
import { Board } from "@/components/board/Board";
import type { Column, Drop } from "@/components/board/drop";
import { FilterBar } from "@/components/filter/FilterBar";
import { Page } from "@/components/Page";
import { EmptyState, ErrorState } from "@/components/States";
import { useNarrow } from "@/components/useNarrow";
import { NumberPanel } from "@/numbers/NumberPanel";
import { useDefinitions, useWords } from "@/numbers/useNumbers";
import { type RecordField, useFields } from "@/records/fields";
import { useFunnelTabs } from "@/records/funnel";
import { titlesOf } from "@/records/names";
import { useUndoToast } from "@/records/useUndoToast";
import { useWhyNot } from "@/records/useWhyNot";
import { boardQuery, useMoreCards, useMoveDeal } from "./api";
import style from "./BoardPage.module.css";
import { ColumnHead } from "./ColumnHead";
import { DealCard } from "./DealCard";
import { type StageFigures, useStageFigures } from "./stageFigures";

/** Filters that make no sense on a board of open deals by stage. */
const NOT_HERE = new Set(["status", "stage", "pipeline", "closed_at", "loss_reason"]);

export default function BoardPage() {
  const { t } = useTranslation("deals");
  const search = useSearch({ from: "/app/board" });
  const navigate = useNavigate({ from: "/board" });
  const narrow = useNarrow();
  const tabs = useFunnelTabs("board");
  const { workspace, pipelines: all } = useCatalogue();
  const pipelines = all.filter((one) => !one.removed_at);
  const pipeline = pipelines.find((one) => one.id === search.pipeline) ?? pipelines[0];
  const filterFields = useFields("deal").flatMap((field) =>
    field.filter && !NOT_HERE.has(field.name) ? [{ ...field, name: field.filter }] : [],
  );
  const query = useQuery({
    ...boardQuery(pipeline?.id ?? "", search.filter),
    enabled: pipeline !== undefined,
    placeholderData: (before) => before,
  });
  const figures = useStageFigures(pipeline?.id, search.filter);
  const columns = useColumns(pipeline?.id ?? "", search.filter, figures);
  const move = useMove();
  const why = useWhyNot();
  const stage = search.stage ?? pipeline?.stages[0]?.id;
  const refs = query.data?.refs ?? {};
  const titles = titlesOf(refs);
  const counts = new Map(query.data?.columns.map((column) => [column.stage, column.totals.count]));
  const none =
    query.data?.columns.every((column) => column.totals.count === 0) && !search.filter?.length;

  return (
    <Page
      title={pipeline?.name ?? t("board")}
      tabs={tabs}
      {...(pipelines.length > 1 && pipeline
        ? {
            heading: (
              <Select
                aria-label={t("pipeline")}
                className={style.pipeline}
                variant="unstyled"
                data={pipelines.map((one) => ({ value: one.id, label: one.name }))}
                value={pipeline.id}
                allowDeselect={false}
                onChange={(id) =>
                  void navigate({
                    search: ({ stage: _, ...before }) => ({ ...before, pipeline: id ?? undefined }),
                  })
                }
              />
            ),
          }
        : {})}
      controls={
        <FilterBar
          fields={filterFields}
          value={search.filter ?? []}
          titles={titles}
          currency={workspace.currency}
          onChange={(filter) =>
            void navigate({
              search: ({ filter: _, ...before }) =>
                filter.length ? { ...before, filter } : before,
            })
          }
        />
      }
    >
      {query.isError && !query.data ? (
        <ErrorState title={errorWords(query.error).title} onRetry={() => void query.refetch()}>
          {errorWords(query.error).detail}
        </ErrorState>
      ) : none ? (
        <EmptyState icon={IconFilter2} title={t("empty.title")}>
          {t("empty.text")}
        </EmptyState>
      ) : query.data && pipeline ? (
        <div className={style.fill}>
          {narrow ? (
            <Tabs
              value={stage ?? null}
              onChange={(next) =>
                void navigate({
                  search: (before) => ({ ...before, stage: next ?? undefined }),
                  replace: true,
                })
              }
            >
              <Tabs.List className={style.stages} aria-label={t("stages")}>
                {columns.map((column) => (
                  <Tabs.Tab key={column.id} value={column.id}>
                    {column.title} <span className={style.count}>{counts.get(column.id) ?? 0}</span>
                  </Tabs.Tab>
                ))}
              </Tabs.List>
            </Tabs>
          ) : null}
          <Skipped figures={figures} fields={filterFields} />
          <div className={style.board}>
            <Board
              label={pipeline.name}
              columns={columns}
              cardId={(card: Deal) => card.id}
              cardTitle={(card) => card.title}
              renderCard={(card, tools) => <DealCard card={card} refs={refs} tools={tools} />}
              onMove={move}
              fixed={why}
              only={stage}
            />
          </div>
          <OpenNumber figures={figures} stages={pipeline.stages} />
        </div>
      ) : null}
    </Page>
  );
}

/** Says which filters the numbers above the columns do not know. */
function Skipped({ figures, fields }: { figures: StageFigures; fields: RecordField[] }) {
  const { t } = useTranslation("deals");
  if (figures.skipped.length === 0) return null;
  const names = figures.skipped.map(
    (name) => fields.find((field) => field.name === name)?.label ?? name,
  );
  return <p className={style.skipped}>{t("head.skipped", { fields: names.join(", ") })}</p>;
}

/** The number that is open, with its records. */
function OpenNumber({ figures, stages }: { figures: StageFigures; stages: Stage[] }) {
  const { open, part } = useSearch({ from: "/app/board" });
  const navigate = useNavigate({ from: "/board" });
  const definitions = useDefinitions();
  const headed = part && open ? figures.stages.get(part)?.get(open) : undefined;
  if (!headed || !definitions.known) return null;
  return (
    <NumberPanel
      handle={{ metric: headed.figure.metric, part }}
      subject={stages.find((stage) => stage.id === part)?.name}
      question={headed.question}
      numbers={{ currency: figures.currency, compared_with: headed.comparedWith ?? null }}
      figure={headed.figure}
      against={headed.against}
      definitions={definitions}
      onClose={() =>
        void navigate({ search: ({ open: _, part: __, ...before }) => before, replace: true })
      }
    />
  );
}

function useColumns(
  pipelineId: string,
  filter: readonly string[] | undefined,
  figures: StageFigures,
): Column<Deal>[] {
  const { t } = useTranslation("deals");
  const navigate = useNavigate({ from: "/board" });
  const { name: nameOf } = useDefinitions();
  const words = useWords(figures.currency);
  const onOpen = useCallback(
    (open: string, part: string) =>
      void navigate({ search: (before) => ({ ...before, open, part }) }),
    [navigate],
  );
  const catalogue = useCatalogue();
  const { data } = useQuery({ ...boardQuery(pipelineId, filter), enabled: false });
  const { mutate, isPending } = useMoreCards(pipelineId, filter);
  const onMore = useCallback(
    (stage: string, cursor: string) => {
      if (!isPending) mutate({ stage, cursor });
    },
    [mutate, isPending],
  );
  return useMemo(() => {
    const pipeline = catalogue.pipelines.find((one) => one.id === pipelineId);
    return (pipeline?.stages ?? []).map((stage) => {
      const column = data?.columns.find((one) => one.stage === stage.id);
      return {
        id: stage.id,
        title: stage.name,
        head: (
          <ColumnHead
            stage={stage}
            totals={column?.totals}
            figures={figures}
            words={words}
            nameOf={nameOf}
            onOpen={onOpen}
          />
        ),
        cards: column?.cards ?? [],
        more: Boolean(column?.next),
        empty: t("empty.column"),
        ...(column?.next ? { onMore: () => onMore(stage.id, column.next as string) } : {}),
      };
    });
  }, [catalogue, pipelineId, data, figures, words, nameOf, onOpen, onMore, t]);
}

/** Moves at once and says so, with the way back. */
function useMove(): (card: Deal, drop: Drop) => void {
  const { t } = useTranslation("deals");
  const undoToast = useUndoToast();
  const stages = useCatalogue().pipelines.flatMap((one) => one.stages);
  const { mutate } = useMoveDeal();
  return (card, drop) => {
    const name = stages.find((one) => one.id === drop.column)?.name ?? "";
    mutate(
      { deal: card, stage: drop.column, after: drop.after, before: drop.before },
      {
        onSuccess: ({ seq }) => {
          if (drop.column !== card.stage) undoToast(t("moved", { stage: name }), seq);
        },
      },
    );
  };
}
