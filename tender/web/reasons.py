"""What happened, for each refusal of the workbench: its code, and the sentence its facts fill."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from tender.workbench.errors import WorkbenchError

REASONS: dict[str, object] = {
    # accounts
    "wrong_credentials": _(
        "Adresse ou mot de passe inexact. Après six essais manqués, le compte reste fermé dix minutes."
    ),
    "link_dead": _("Ce lien a déjà servi, ou son délai est passé. Demandez-en un nouveau."),
    "password_short": _("Choisissez un mot de passe d’au moins %(least)s caractères."),
    "password_long": _("Choisissez un mot de passe d’au plus %(most)s caractères."),
    "password_easy": _(
        "Ce mot de passe se devine trop facilement. Choisissez par exemple quatre mots sans lien."
    ),
    "password_current": _("Ce n’est pas votre mot de passe actuel."),
    "email_taken": _("Un compte existe déjà pour %(email)s."),
    "member_needed": _("Choisissez au moins une association pour cette directrice ou ce directeur."),
    "buyer_needed": _("Indiquez la collectivité dont cette personne verra les marchés."),
    "own_account": _("Vous ne pouvez pas fermer votre propre compte."),
    "language": _("Cette langue n’est pas proposée."),
    # receiving and reading
    "no_file": _("Aucun fichier n’a été choisi. Choisissez les fichiers de la consultation."),
    "empty_file": _(
        "Les fichiers envoyés sont vides. Vérifiez leur téléchargement, puis envoyez-les de nouveau."
    ),
    "too_many_files": _(
        "L’envoi compte plus de %(limit)s fichiers. Réunissez-les dans un ZIP, ou triez-les."
    ),
    "already_read": _("Ces mêmes fichiers ont déjà été lus."),
    "nothing_read": _("Aucun des fichiers n’a pu être lu."),
    "other_call": _("Ces fichiers nomment un autre acheteur et une autre référence que cet appel."),
    "call_unread": _("Cet appel n’est pas encore lu : attendez la fin de sa lecture, ou relancez-la."),
    "version_being_read": _(
        "Une autre version de cet appel est en cours de lecture. Attendez qu’elle soit lue, puis recommencez."
    ),
    "version_moved": _(
        "Une autre version de cet appel a été lue entre-temps ; celle-ci n’a pas été retenue."
    ),
    "call_closed": _("Cet appel est clos : il ne peut plus être modifié."),
    "search_name": _("Donnez un nom à cette recherche."),
    "search_empty": _("Dites ce que vous cherchez : des mots, un département ou une clause sociale."),
    "search_departement": _("« %(place)s » n’est pas un département. Écrivez par exemple : 13, 84, 2A."),
    "search_many": _("Vous gardez déjà %(most)s recherches. Retirez-en une d’abord."),
    "sourcing_clause": _("Cet appel a déjà une clause sociale, un critère social ou une réserve."),
    "sourcing_nobody": _("Aucune adhérente ne couvre les lieux et les métiers de cet appel."),
    "sourcing_buyer": _("Indiquez l’acheteur à qui la note s’adresse."),
    "sourcing_hours": _("Vérifiez le calcul : montant, parts de 1 à 100 %%, coût d’une heure de 5 à 200 €."),
    "sourcing_day": _("Indiquez le jour où la note est partie."),
    "missed_title": _("Dites en quelques mots de quoi il s’agit."),
    "missed_hours": _("Indiquez de 0 à 1 000 000 heures."),
    "contribution_member": _("Choisissez un membre qui a une part de cette réponse."),
    "contribution_criterion": _("Ce critère n’est plus dans la consultation."),
    "contribution_due": _("Choisissez une date à venir, avant la remise des offres."),
    "contribution_asked": _("Ce membre est déjà sollicité pour cette date, avec ces mots."),
    "chapter": _(
        "%(by)s a écrit ce chapitre entre-temps. Relisez, puis enregistrez de nouveau pour remplacer."
    ),
    "contribution_answered": _("Ce membre a déjà répondu pour ce chapitre."),
    "contribution_empty": _(
        "Écrivez quelques phrases, choisissez une preuve, ou dites pourquoi il n’y en a pas."
    ),
    "contribution_over": _("Cette consultation est close : cette part n’est plus attendue."),
    "contribution": _("%(by)s a répondu entre-temps."),
    "step_weeks": _("« %(words)s » : indiquez un nombre de semaines, de -52 à 52."),
    "logo_too_large": _("Cette image est trop lourde : 2 Mo et 40 millions de points au plus."),
    "logo_unreadable": _("Ce fichier n’est pas une image PNG, JPEG ou SVG lisible."),
    "logo_unsafe": _("Ce dessin SVG appelle d’autres fichiers ou un programme. Envoyez-le en PNG."),
    "logo_too_small": _("Cette image est trop petite ou trop étroite pour être imprimée."),
    "link_full": _("Ce lien a déjà servi %(limit)s fois. Demandez-en un nouveau."),
    "notice_without_text": _(
        "La source n’a donné que le titre de cet avis. Déposez les fichiers de la consultation."
    ),
    # checking what was read
    "nothing_to_confirm": _("Rien n’a été lu ici : saisissez la valeur plutôt que de la confirmer."),
    "facts_in_doubt": _("Des points restent à vérifier. Confirmez, corrigez ou rejetez chacun d’eux."),
    "shape": _("Cette valeur n’a pas la forme attendue. Vérifiez les nombres et les dates."),
    "kind": _("Ce genre de fait n’existe pas."),
    "number_taken": _("Le numéro %(number)s est déjà pris."),
    "not_a_moment": _("Saisissez une date et une heure complètes."),
    "empty_value": _("Cette case ne peut pas rester vide."),
    "fact": _("Quelqu’un a traité ce fait entre-temps. Relisez-le avant de décider."),
    # members and their means
    "name": _("Saisissez un nom."),
    "siret": _("Ce numéro SIRET est inexact : il compte quatorze chiffres, le dernier contrôle les autres."),
    "foreign_id": _(
        "Ce numéro n’est pas possible dans le registre de ce pays : %(number)s. Exemples : "
        "HRB 12345, Amtsgericht Saarbrücken ; DE136695976 ; RCS Luxembourg F1234 ; LU15027442 ; 0403.019.261."
    ),
    "country": _("Ce pays n’est pas proposé : France, Allemagne, Luxembourg ou Belgique."),
    "convention_reversed": _("La convention finit avant de commencer. Vérifiez ses deux dates."),
    "departement": _("Ce département n’existe pas : %(departement)s. Écrivez par exemple 13, 2A ou 971."),
    "days": _("Indiquez de 1 à 1 000 jours."),
    "trial": _("Cette hypothèse n’existe plus."),
    "trial_old": _("La répartition a changé depuis cet essai. Essayez de nouveau avant d’adopter."),
    "trial_change": _("Cette hypothèse n’est pas possible : vérifiez l’adhérente, le lot et le nombre."),
    "trial_waiting": _("Cet essai n’est pas encore calculé."),
    "import_errors": _("Le fichier contient des erreurs : rien n’a été enregistré."),
    "import_old": _("Des chiffres ont changé depuis cet aperçu. Relisez le nouvel aperçu, puis enregistrez."),
    "not_a_workbook": _("Ce fichier n’est pas un classeur Excel (.xlsx) lisible, ou il est trop grand."),
    "key_taken": _("Une adhérente porte déjà cet identifiant."),
    "unknown_place": _(
        "Ce lieu est inconnu : %(place)s. Donnez un code INSEE ou le nom complet de la commune."
    ),
    "place_in_doubt": _(
        "Plusieurs communes répondent à « %(place)s ». Ajoutez le département, par exemple (13), "
        "ou le code INSEE."
    ),
    "unknown_member": _("Cette adhérente est inconnue."),
    "collective_exists": _("Un collectif est déjà enregistré dans cette installation."),
    "unknown_lot": _("Le lot %(lot)s n’existe pas dans cet appel."),
    "unknown_box": _("Cette case n’existe pas dans le formulaire."),
    "member_without_id": _("Une adhérente du fichier n’a pas d’identifiant."),
    "no_members": _("Aucune adhérente n’est enregistrée. Enregistrez-les d’abord."),
    "no_trade": _("Indiquez le métier."),
    "no_figures": _("%(member)s n’a déclaré aucune heure. Déclarez ses capacités d’abord."),
    "month": _("Écrivez le mois comme 2027-01, ou laissez la case vide pour tous les mois."),
    "hours": _("Ce nombre d’heures n’est pas possible ici."),
    "promised_beyond": _("Les heures déjà promises (%(committed)s) dépassent les heures libres (%(hours)s)."),
    "dates_reversed": _("La fin de validité précède la date de la pièce."),
    "paper_file": _(
        "« %(name)s » ne peut pas être joint. Choisissez un PDF, une image ou un document Word sans macro, "
        "de 20 Mo au plus."
    ),
    "not_filed": _("Les résultats se notent une fois le dépôt enregistré."),
    "told_on": _("La date du courrier est impossible : ni à venir, ni avant la remise des offres."),
    "rank": _("Le rang ne va pas avec ce résultat : premier veut dire gagné, et gagné veut dire premier."),
    "signed_not_won": _("Un marché ne se signe que s’il est gagné."),
    "nothing_lost": _("Aucun lot n’est noté comme perdu."),
    "reasons_order": _("Les motifs ne peuvent pas arriver avant d’avoir été demandés."),
    "question_text": _("Écrivez la question, en 2 000 signes au plus."),
    "answer_text": _("Écrivez ou collez la réponse de l’acheteur."),
    "question_sent": _("Cette question est déjà partie : elle ne se change plus."),
    "question_not_sent": _("Cette question n’est pas encore partie : marquez d’abord l’envoi."),
    "questions_changed": _(
        "Une question est arrivée ou a changé depuis l’ouverture de la page. "
        "Relisez l’envoi avant de le noter."
    ),
    "paper_changed": _("Cette pièce a changé depuis l’ouverture de la page. Relisez-la, puis confirmez."),
    "paper_fits": _("Cette pièce convient déjà : il n’y a rien à demander."),
    "figure_twice": _("Ce métier figure deux fois pour le même mois."),
    "twice": _("Ce lieu figure deux fois."),
    # splitting and deciding
    "no_needs": _("Aucun besoin n’est saisi : dites d’abord quelles heures sont à répartir, où et quand."),
    "no_shares": _("Aucune part n’est répartie pour l’instant. Proposez une répartition d’abord."),
    "no_split": _(
        "Aucune répartition ne respecte à la fois les parts verrouillées, les refus et les capacités."
    ),
    "nobody": _("Aucune adhérente ne peut prendre de part : territoires, métiers ou heures libres manquent."),
    "no_lead": _("Aucun mandataire n’est choisi. Un groupement en a un, et un seul (R2142-24)."),
    "lead_without_share": _("Le mandataire doit avoir une part dans la répartition."),
    "rule": _("Ce changement enfreindrait une règle de la répartition."),
    "lot_settings": _("Ces réglages du lot %(lot)s ne sont pas possibles."),
    "fee": _("Les frais de mandataire se situent entre 0 et 100 %%."),
    "fee_hour": _("Les frais de mandataire se situent entre 0 et 100 euros par heure."),
    "closes": _("La date limite des décisions doit être à venir, et précéder la remise des offres."),
    "reason": _("Dites en quelques mots pourquoi."),
    "counter": _("Dites ce que vous proposez à la place."),
    "not_her_member": _("Vous ne décidez pas pour cette association."),
    "decisions_closed": _("Le délai pour décider est passé. Appelez la personne chargée de l’appel."),
    "share": _("Votre part a changé depuis l’ouverture de la page. Relisez-la, puis décidez."),
    "split": _("La répartition a changé depuis l’ouverture de la page. Relisez-la avant de la modifier."),
    "no_mandate": _(
        "Aucun mandat en cours n’est enregistré pour vous dans cette association : vous pouvez lire cette "
        "part, pas engager l’association. Demandez à la personne chargée de l’appel d’enregistrer votre "
        "mandat."
    ),
    "mandate_proof": _("Indiquez ce qui donne le mandat : une délibération et sa date, ou les statuts."),
    "verdict": _("%(by)s a décidé entre-temps pour cette association."),
    "answer": _("Quelqu’un a répondu entre-temps pour cette association."),
    "walled": _(
        "Vous parlez pour une association qui répond seule au lot %(lots)s : le travail du groupement sur "
        "cet appel ne vous est pas ouvert."
    ),
    "consultation_closes": _(
        "La date de la consultation doit être à venir, et précéder la remise des offres."
    ),
    "consultation_open": _(
        "La consultation des adhérentes est encore ouverte : attendez sa date, ou fermez-la."
    ),
    "consultation_over": _("La répartition est déjà soumise aux directions : la consultation est terminée."),
    "already_consulted": _("Les adhérentes sont déjà consultées sur cet appel."),
    "no_consultation": _("Aucune consultation n’est ouverte pour cet appel."),
    "not_consulted": _(
        "Votre charte veut que les adhérentes soient consultées d’abord. Consultez-les, ou dites pourquoi "
        "vous vous en passez."
    ),
    "reserve": _("Ce qui est demandé à la réserve a changé depuis l’ouverture de la page. Relisez-le."),
    "reserve_not_ready": _("Cette réserve n’a pas dit oui à ce qui lui est demandé."),
    "counter_place": _("%(place)s est hors du territoire de votre convention (R5132-19)."),
    "counter_months": _("Ce mois n’est pas un mois de cet appel."),
    "counter_impossible": _(
        "Aucune répartition ne donne à cette association ce qu’elle propose sans enfreindre une capacité, "
        "un territoire ou une part verrouillée."
    ),
    "not_agreed": _("Toutes les directions n’ont pas encore approuvé leur part."),
    "issue_replaced": _("Un dossier plus récent remplace celui-ci : relisez le dernier établi."),
    "second_person": _("Vous avez établi ce dossier : une autre personne doit le relire (fait par %(by)s)."),
    "not_signed_off": _("Ce dossier n’a pas encore été relu par une seconde personne."),
    "filed_in_future": _("L’heure de dépôt est à venir : reprenez celle de l’accusé de réception."),
    "receipt_size": _("L’accusé de réception est vide ou dépasse 20 Mo."),
    "receipt_kind": _("L’accusé de réception doit être un PDF, une image, un fichier XML ou un ZIP."),
    "not_frozen": _("La répartition n’est pas encore figée."),
    "split_frozen": _("La répartition est figée : elle ne change plus, sauf à la rouvrir."),
    "not_reopenable": _("Cette répartition ne peut plus être rouverte."),
    "split_changed": _("La répartition a changé pendant le calcul ; le résultat n’a pas été retenu."),
    "not_published": _("La répartition n’est pas encore soumise aux directions."),
    "counter_gone": _("Cette proposition portait sur une part qui a changé depuis."),
    "counter_hours": _("Proposez de 0 à %(most)s h : ce que l’acheteur demande là."),
    # points of law
    "law_hard": _("Ce point ne peut pas être écarté (%(articles)s) : corrigez ce qu’il signale."),
    "law_answer": _("Choisissez une réponse ; un jour se donne en entier et n’est pas à venir."),
    "law_point": _("Ce point a changé ou n’existe plus. Relisez la liste, puis décidez."),
    "law_bars": _(
        "Points de droit à régler avant de figer : %(count)s. Le premier (%(articles)s) : %(first)s"
    ),
    # files of an installation
    "bad_shape": _("Le fichier n’a pas la forme attendue : %(why)s."),
    "backup_exists": _("%(file)s existe déjà ; rien n’a été écrasé. Donnez un autre nom."),
    "not_backup": _("%(file)s n’est pas une sauvegarde d’Entrelots."),
    "newer_backup": _("Cette sauvegarde vient d’une version plus récente. Mettez le programme à jour."),
    "not_empty": _("L’installation contient déjà des données ; rien n’a été changé."),
    # prices and response
    "not_a_number": _("« %(text)s » n’est pas un nombre."),
    "too_fine": _(
        "« %(text)s » a plus de décimales qu’un prix n’en garde : quatre au plus, deux pour un taux."
    ),
    "prices": _(
        "Quelqu’un a changé des prix depuis que cette page est ouverte. Les voici ; reprenez vos saisies."
    ),
    "prices_filed": _("L’offre est déposée : ses prix ne changent plus."),
    "prices_open": _(
        "%(lines)s lignes du lot %(lot)s restent ouvertes : leurs prix ne peuvent pas être arrêtés."
    ),
    "nothing_asked": _("Rien n’est demandé de cette ligne : son prix a peut-être changé."),
    "no_price_lines": _(
        "Aucune ligne de ce bordereau n’est dans ce classeur. Partez de celui que la page donne."
    ),
    "cost_wage": _("Saisissez le salaire horaire brut."),
    "cost_number": _("« %(text)s » n’est pas un coût possible : saisissez un nombre, par exemple 12,50."),
    "costs": _("Saisissez d’abord vos coûts."),
    "out_of_range": _("« %(text)s » n’est pas un montant possible."),
    "lacks": _("Il manque encore %(count)s réponses avant d’établir le dossier. La première : %(first)s."),
    # the uptake report
    "required": _("Ce champ est nécessaire."),
    "declared_unread": _("%(file)s : %(why)s."),
    "list_without_source": _("Dites d’où vient cette liste et de quel jour elle est : le rapport le cite."),
    "no_declared_files": _("Déposez d’abord un fichier de données essentielles (DECP)."),
    "slice": _("Ce chiffre n’existe pas. Revenez au rapport et choisissez-en un."),
    "period": _("Cette période n’est pas lisible. Écrivez les dates jour, mois, année."),
    "siren": _("« %(siren)s » n’est pas un SIREN : neuf chiffres, dont le dernier contrôle les autres."),
    "day_passed": _("Ce jour est déjà passé."),
    "year": _("Une année s’écrit en quatre chiffres."),
    "persons_line": _("« %(line)s » ne se lit pas : écrivez par exemple « sexe ; femmes ; 12 »."),
    "day_to_come": _("Ce jour n’est pas encore venu."),
    "cpv_division": _("Une famille d’achats s’écrit en deux chiffres, par exemple 90."),
    "hours_out_of_range": _("Ce nombre d’heures n’est pas vraisemblable."),
    "persons_out_of_range": _("Ce nombre de personnes n’est pas vraisemblable."),
}

CODE_STATUSES = {"link_dead": 410}
"""Codes whose status differs from that of their kind."""


class Facts(dict[str, object]):
    """The facts of a refusal; one that was not given is a dash in the sentence."""

    def __missing__(self, key: str) -> str:
        return "—"


def sentence(error: WorkbenchError) -> str | None:
    """What happened, in the page's language; None when the code has no words of its own."""
    words = REASONS.get(error.code)
    return None if words is None else str(words) % Facts(error.facts)
