#pragma once
// The words of the printed report in three languages (wording of the project's glossary).

#include "protocol/basic.hpp"

namespace warsha {

struct ReportWords {
    char const *language, *direction;
    char const *report, *code, *opened, *closed, *still_running, *agenda, *participation, *group, *seats, *everyone, *none;
    char const *proposals, *no_proposals, *category, *endorsements, *results, *round, *voters, *abstentions, *option, *points, *votes, *share, *by_group;
    char const *small_groups, *how_title, *how_choice, *how_dots, *how_share, *how_ballots, *check_title, *check_text, *root;
    char const *kind_proposals, *kind_choice, *kind_dots, *skipped, *not_opened;
};

inline ReportWords const& report_words(Language language) {
    static ReportWords const ar{
        "ar-MA", "rtl", "تقرير الورشة", "رمز الولوج", "افتتحت في", "اختتمت في", "الورشة ما زالت جارية: هذه النتائج مؤقتة.", "جدول الأعمال", "المشاركة حسب المجموعة", "المجموعة", "المقاعد", "الجميع", "بدون مجموعة",
        "المقترحات", "لم يقدم أي مقترح.", "المبدأ", "التأييدات", "النتائج", "الجولة", "المصوتون", "الممتنعون", "الاختيار", "النقط", "الأصوات", "النسبة من المصوتين", "التوزيع حسب المجموعة",
        "كل مجموعة صوت منها أقل من خمسة أشخاص أدمجت مع أصغر مجموعة بعدها، حتى لا يعرف اختيار أي شخص.", "كيف حسب كل رقم",
        "الاختيار: لكل ورقة تصويت صوت واحد لكل خيار مؤشر عليه؛ والعدد هو عدد الأوراق التي اختارته.", "النقط: مجموع النقط التي وضعها المصوتون على العنصر، في حدود رصيد كل واحد وسقف كل عنصر.",
        "النسبة: عدد من اختاروا العنصر مقسوما على عدد المصوتين في هذه الجولة.", "تحتسب آخر ورقة تصويت سجلت لكل مقعد قبل الإغلاق.", "كيف تتحققون", "أي شخص يمكنه إعادة حساب كل نتيجة من ملف journal.jsonl بالأمر: warsha verify bundle.zip",
        "بصمة السجل العمومي", "مقترحات", "اختيار", "تصويت بالنقط", "تم تجاوزه", "لم يفتح"};
    static ReportWords const fr{
        "fr", "ltr", "Rapport de l'atelier", "Code d'accès", "Ouvert le", "Clos le", "L'atelier est encore en cours : ces résultats sont provisoires.", "Ordre du jour", "Participation par groupe", "Groupe", "Sièges", "Ensemble", "Sans groupe",
        "Propositions", "Aucune proposition n'a été déposée.", "Principe", "Soutiens", "Résultats", "Tour", "Votants", "Abstentions", "Choix", "Points", "Voix", "Part des votants", "Répartition par groupe",
        "Un groupe dont moins de cinq personnes ont voté est réuni au plus petit groupe suivant, pour que le choix de personne ne puisse être deviné.", "Comment chaque nombre est calculé",
        "Choix : chaque bulletin donne une voix à chaque option cochée ; le nombre est celui des bulletins qui l'ont choisie.", "Points : somme des points placés sur l'élément, dans la limite du budget de chacun et du plafond par élément.",
        "Part : nombre de personnes ayant choisi l'élément, divisé par le nombre de votants du tour.", "Compte le dernier bulletin enregistré de chaque siège avant la clôture.", "Comment vérifier", "Chacun peut recalculer chaque résultat à partir de journal.jsonl : warsha verify bundle.zip",
        "Empreinte du journal public", "propositions", "choix", "vote par points", "passée", "non ouverte"};
    static ReportWords const en{
        "en", "ltr", "Workshop report", "Join code", "Opened", "Closed", "The workshop is still running: these results are provisional.", "Agenda", "Participation by group", "Group", "Seats", "Everyone", "No group",
        "Proposals", "Nothing was proposed.", "Principle", "Endorsements", "Results", "Round", "Voters", "Abstentions", "Option", "Dots", "Votes", "Share of voters", "By group",
        "A group of which fewer than five people voted is merged with the next smallest, so that nobody's choice can be worked out.", "How each number is computed",
        "Choice: each ballot gives one vote to each option it marks; the number is that of the ballots that chose it.", "Dots: the sum of the dots placed on the item, within each person's budget and the cap per item.",
        "Share: the number of people who chose the item, divided by the voters of the round.", "The last ballot recorded for each seat before the close counts.", "How to check", "Anyone can recompute every result from journal.jsonl: warsha verify bundle.zip",
        "Digest of the public journal", "proposals", "choice", "dot vote", "skipped", "not opened"};
    return language == Language::ar ? ar : language == Language::fr ? fr : en;
}

}  // namespace warsha
