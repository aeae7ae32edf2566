export default function QuickAdd(_props: { onClose: () => void }) {
  return null;
}
